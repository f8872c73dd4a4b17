//! What *Coverage* is split by: topics, languages, outlets, countries, whose text it is; each split on the page, as a table and as a
//! picture of its own.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use veille_model::{LanguageTag, TopicId};

use super::chart::{self, Length};
use super::{Drawing, VALUES};
use crate::ask::Ask;
use crate::asking::coverage::Value;
use crate::formats::Table;
use crate::lists::{Chip, title};
use crate::selection::Misread;
use crate::text::direction;

/// Values that are shown where somebody asks for all of them.
const ALL: usize = 2_000;

/// What the articles of a period are split by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    Topic,
    Language,
    Source,
    Country,
    Origin,
}

/// A split on the page.
pub(super) struct Group {
    pub name: String,
    pub rows: Vec<Row>,
    /// As addresses have it.
    pub key: &'static str,
    /// How many values have no row, leading to the page where they have one; what is more than [`ALL`] has the table alone.
    pub more: Option<Chip>,
    /// The same as a table and as a picture.
    pub csv: String,
    pub svg: String,
    /// What the picture is called as a file.
    pub file: String,
}

/// A topic, a language, an outlet, a country.
pub(super) struct Row {
    pub chip: Chip,
    pub svg: String,
    pub count: String,
    pub change: String,
}

impl Split {
    const ALL: [Self; 5] = [Self::Topic, Self::Language, Self::Source, Self::Country, Self::Origin];

    /// As addresses have it.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Language => "language",
            Self::Source => "source",
            Self::Country => "country",
            Self::Origin => "origin",
        }
    }

    /// The one that is asked for, if any is.
    pub fn asked(ask: &Ask) -> Result<Option<Self>, Misread> {
        let Some(written) = ask.value("split") else { return Ok(None) };
        let known = Self::ALL.into_iter().find(|split| split.as_str() == written);
        known.map(Some).ok_or_else(|| Misread { name: "split", value: written.to_owned() })
    }
}

impl Drawing<'_> {
    /// What the page is split by, as far as there is something.
    pub(super) fn groups(&self, ask: &Ask) -> Vec<Group> {
        let group = |split: Split| {
            let values = self.values(split);
            let is_whole = ask.value("more") == Some(split.as_str());
            let most = if is_whole { ALL } else { VALUES };
            let rows: Vec<Row> = values.iter().take(most).map(|it| self.row(split, it)).collect();
            let words = self.words();
            let others = words.number(values.len() - rows.len());
            let more = Chip {
                name: format!("{others} {}", words.get("more")),
                href: format!("{}#split-{}", ask.with("more", split.as_str()), split.as_str()),
                here: false,
            };
            (!rows.is_empty()).then(|| Group {
                key: split.as_str(),
                name: self.split_name(split),
                more: (!is_whole && rows.len() < values.len()).then_some(more),
                rows,
                csv: self.split_href(split, ".csv"),
                svg: self.split_href(split, ".svg"),
                file: format!("veille-coverage-{}.png", split.as_str()),
            })
        };
        Split::ALL.into_iter().filter_map(group).collect()
    }

    /// A split in numbers: all of its values, those with the most first.
    pub(super) fn split_table(&self, split: Split) -> Table {
        let mut table = Table::new("coverage", &["name", "articles", "before", "id"]);
        for value in self.values(split) {
            let numbers = [value.total, value.before].map(|number| number.to_string());
            table.row([self.chip(split, &value).name].iter().chain(&numbers).chain([&value.name]));
        }
        table
    }

    /// A split as a picture: what the page shows of it, beside the time before.
    pub(super) fn split_picture(&self, split: Split) -> Response {
        let words = self.words();
        let values = self.values(split);
        let length = |value: &Value| Length {
            name: self.chip(split, value).name,
            value: value.total as f64,
            before: value.before as f64,
            said: words.number(value.total),
            change: self.change_of(value),
        };
        let lengths: Vec<Length> = values.iter().take(VALUES).map(length).collect();
        let heading = format!("{} · {}", title(self.maker, words.get("coverage")), self.split_name(split));
        let rtl = direction(words.tag()) == "rtl";
        let (below, before) = match &self.asked.axis {
            Some(axis) => {
                (self.below(axis), words.with("before", &[("period", &self.period(&axis.before()))]))
            }
            None => (words.get("nothing-drawn"), String::new()),
        };
        let svg = chart::lengths(&lengths, &heading, &below, &before, rtl);
        let file = format!("attachment; filename=\"veille-coverage-{}.svg\"", split.as_str());
        let headers = [
            (header::CONTENT_TYPE, "image/svg+xml; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, file),
        ];
        (headers, svg).into_response()
    }

    /// What a table of a split is called.
    pub(super) fn split_file(&self, split: Split) -> String {
        self.maker.file_name(&format!("coverage-{}", split.as_str()))
    }

    fn split_href(&self, split: Split, ending: &str) -> String {
        let path = format!("/coverage{ending}");
        let mut href = self.href(&path, self.maker.selection, self.asked.hourly, self.asked.share);
        href.push(if href.contains('?') { '&' } else { '?' });
        href + "split=" + split.as_str()
    }

    fn split_name(&self, split: Split) -> String {
        self.words().get(match split {
            Split::Topic => "by-topic",
            Split::Language => "by-language",
            Split::Source => "by-outlet",
            Split::Country => "by-country",
            Split::Origin => "by-origin",
        })
    }

    fn values(&self, split: Split) -> Vec<Value> {
        match split {
            Split::Topic => self.counted.topics.clone(),
            Split::Language => self.counted.languages.clone(),
            Split::Source => self.counted.sources.clone(),
            Split::Country => self.countries(),
            Split::Origin => self.counted.origins.clone(),
        }
    }

    fn chip(&self, split: Split, value: &Value) -> Chip {
        let maker = self.within;
        match split {
            Split::Topic => maker.topic_chip(&TopicId::new(&value.name)),
            Split::Language => maker.language_chip(&LanguageTag::new(&value.name)),
            Split::Source => maker.source_chip(&value.name, None),
            Split::Country => maker.country_chip(&value.name),
            Split::Origin => maker.origin_chip(&value.name),
        }
    }

    fn row(&self, split: Split, value: &Value) -> Row {
        Row {
            chip: self.chip(split, value),
            svg: chart::small(&value.slots),
            count: self.words().number(value.total),
            change: self.change_of(value),
        }
    }

    /// `+3`: how many more than in the time before, as far as the two can be compared; nothing where nothing is known of that.
    fn change_of(&self, value: &Value) -> String {
        let [now, before] = value.compared;
        match now.cmp(&before) {
            _ if !self.is_comparable() => String::new(),
            std::cmp::Ordering::Equal => "=".to_owned(),
            std::cmp::Ordering::Greater => format!("+{}", self.words().number(now - before)),
            std::cmp::Ordering::Less => format!("−{}", self.words().number(before - now)),
        }
    }

    /// The outlets by their countries, as far as these are configured.
    fn countries(&self) -> Vec<Value> {
        let mut countries: Vec<Value> = Vec::new();
        for value in &self.counted.sources {
            let Some(country) = self.maker.watched.country(&value.name) else { continue };
            match countries.iter_mut().find(|known| known.name == country) {
                Some(known) => {
                    known.slots.iter_mut().zip(&value.slots).for_each(|(all, slot)| *all += slot);
                    (known.total, known.before) = (known.total + value.total, known.before + value.before);
                    known.compared.iter_mut().zip(value.compared).for_each(|(all, it)| *all += it);
                }
                None => countries.push(Value { name: country.to_owned(), ..value.clone() }),
            }
        }
        // Outlets came by their own numbers: a country of many small ones stands behind one of a large one.
        countries.sort_by_key(|value| std::cmp::Reverse((value.total, value.before)));
        countries
    }
}
