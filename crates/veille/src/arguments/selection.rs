//! Which articles: the options that all commands share which list what is stored.

use anyhow::Result;
use clap::Args;
use veille_model::{LanguageTag, SourceId, TopicId};

use crate::configuration::Configuration;
use crate::exit::{Cause, failure};
use crate::when::{Period, When};

/// What these options stand under in the help.
const HEADING: &str = "Which articles";

#[derive(Args, Clone, Debug, Default)]
pub struct Selection {
    /// Only what was published since then: an instant (2025-10-25T08:00:00Z), a day (2025-10-25) or so long ago (30m,
    /// 2h, 7d). The pages and the API call it `from`: their `since` is when it was received
    #[arg(long, visible_alias = "from", help_heading = HEADING, value_name = "WHEN", allow_hyphen_values = true, value_parser = When::parse)]
    pub since: Option<When>,
    /// Only what was published until then; a day is in it whole. The pages and the API call it `to`
    #[arg(long, visible_alias = "to", help_heading = HEADING, value_name = "WHEN", allow_hyphen_values = true, value_parser = When::parse)]
    pub until: Option<When>,
    /// Only this topic
    #[arg(long, help_heading = HEADING, value_name = "TOPIC")]
    pub topic: Option<String>,
    /// Only this language (BCP 47) and its varieties
    #[arg(long, help_heading = HEADING, value_name = "LANGUAGE")]
    pub language: Option<String>,
    /// Only this source
    #[arg(long, help_heading = HEADING, value_name = "SOURCE")]
    pub source: Option<String>,
}

impl Selection {
    pub fn topic(&self) -> Option<TopicId> {
        self.topic.as_deref().map(TopicId::new)
    }

    pub fn language(&self) -> Option<LanguageTag> {
        self.language.as_deref().map(LanguageTag::new)
    }

    pub fn source(&self) -> Option<SourceId> {
        self.source.as_deref().map(SourceId::new)
    }

    /// Whether nothing is left out.
    fn is_all(&self) -> bool {
        self.options().is_empty()
    }

    /// The options that leave something out.
    pub fn options(&self) -> Vec<&'static str> {
        let Self { since, until, topic, language, source } = self;
        let given = [
            ("--since", since.is_some()),
            ("--until", until.is_some()),
            ("--topic", topic.is_some()),
            ("--language", language.is_some()),
            ("--source", source.is_some()),
        ];
        given.into_iter().filter(|(_, given)| *given).map(|(option, _)| option).collect()
    }

    /// The period that is asked for, in days of the office.
    ///
    /// # Errors
    /// Where it ends before it begins.
    pub fn period(&self, configuration: &Configuration) -> Result<Period> {
        Period::between(self.since, self.until, configuration.settings.office.time_zone())
    }

    /// What is said where nothing was found: no `article`, no `quotation of "Macron"`.
    ///
    /// # Errors
    /// Where a topic or a language is asked for that nobody knows: then nothing ever will be.
    pub fn nothing(&self, what: &str, configuration: &Configuration) -> Result<String> {
        let known: Vec<&str> = configuration.topics.iter().map(|topic| topic.id.as_str()).collect();
        if let Some(topic) = self.topic.as_ref().filter(|topic| !known.contains(&topic.as_str())) {
            let known = known.join(", ");
            let told = format!(
                "no article has the topic {topic}, and the configuration has none of that name: {known}"
            );
            return Err(failure(Cause::Usage, told));
        }
        match &self.language {
            Some(language) if !LanguageTag::new(language).is_registered() => {
                Err(failure(Cause::Usage, LanguageTag::complaint(language)))
            }
            _ if self.is_all() => Ok(format!("no {what} is stored")),
            _ => Ok(format!("no {what} is stored that is asked for")),
        }
    }
}
