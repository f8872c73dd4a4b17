//! Tags articles: language, topics, whose text it is, who is quoted. Pure functions of their arguments.
//!
//! ```
//! use veille_classifier::{Classifier, Topics};
//! use veille_model::Article;
//!
//! let file = "id = 'hanoi'\nquery = 'convention NEAR/3 hanoi'\n";
//! let topics = Topics::parse(&[("hanoi.toml".to_owned(), file.to_owned())])?;
//! let article: Article = serde_json::from_value(serde_json::json!({
//!     "id": "a", "revision": "r", "capture": "c", "kind": "page", "source": "journal",
//!     "text": "Soixante pays ont signé la Convention de Hanoï samedi.", "blocks": [],
//! }))
//! .expect("it has every field that an article must have");
//! let tagged = Classifier::new(topics).classify(article);
//! assert_eq!(tagged.language.as_str(), "fr");
//! assert_eq!(tagged.tags[0].evidence[0].exact, "Convention de Hanoï");
//! # Ok::<(), veille_model::Fault>(())
//! ```
//!
//! A [`Classifier`] is made of [`Topics`] and [`Outlets`]. It asks `veille-language` which language an article is in,
//! `veille-query` which topics it has, and `veille-mentions` who is named and quoted; whose text it is, is decided here.
#![cfg_attr(not(test), forbid(clippy::disallowed_methods, clippy::disallowed_types))]
#![warn(missing_docs)]

mod classify;
mod explain;
mod origin;
mod topics;
mod weight;

pub use classify::Classifier;
pub use explain::{Explanation, TopicExplanation};
pub use origin::{Outlet, Outlets};
pub use topics::{TagChange, Topic, TopicProblem, Topics};
