//! The reader's side: server-rendered pages over the store, and each of their lists as feeds, tables and documents.
//!
//! ```
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime starts");
//! # runtime.block_on(async {
//! use veille_sink::Store;
//! use veille_web::{Listen, Server, Settings};
//!
//! let store = Store::open_in_memory().await?;
//! let server = Server::bind("127.0.0.1:0".parse::<Listen>()?, store, Settings::default()).await?;
//! println!("look at {}", server.address());
//! // Serves until the future is ready; requests in hand are answered first.
//! server.serve(async {}).await;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).expect("port 0 is always free");
//! ```
//!
//! All is usable without JavaScript; nothing is loaded from elsewhere; what a page of the press wrote is text here. Lists
//! are cut from the [`catalogue`], which follows the store's change feed. Nothing here knows NATS, fetching or the
//! pipeline: topics and names come in as [`Watched`].
#![warn(missing_docs)]

mod access;
mod adding;
mod api;
mod ask;
mod asking;
mod assets;
mod brief;
mod callback;
mod catalogue;
mod compared;
mod config;
mod connections;
mod cursor;
mod dated;
mod error;
mod evidence;
mod fetched;
mod format;
mod formats;
mod guard;
mod health;
mod hooks;
mod index;
mod instants;
mod keeping;
mod keys;
mod light;
mod listen;
mod lists;
mod live;
mod mcp;
mod pages;
mod problem;
mod publishers;
mod remembered;
mod revocable;
mod routes;
mod selection;
mod server;
mod settings;
mod shares;
mod state;
mod text;
mod told;
mod trail;
mod triage;
mod unknown;
mod verify;
mod watched;
mod watches;
mod words;
mod zone;
mod zoned;

pub use access::{AccessError, Accounts, Role, Scope, Session, SignIn, Token, User};
pub use adding::{Add, Added, Given};
pub use callback::{Callback, Subscriber};
pub use compared::{Changed, Compare};
pub use config::{Config, Login, Oidc};
pub use error::WebError;
pub use health::Health;
pub use hooks::{Delivery, Due, Endpoint, HookError, Hooks, Outcome as HookOutcome};
pub use keeping::{KeepTopic, TopicDraft, TopicKept};
pub use listen::{Listen, NoPlace};
pub use publishers::{FeedStanding, FoundSource, SourceDesk};
pub use server::Server;
pub use settings::Settings;
pub use watched::{Event, Topic, Watched};
pub use zone::{Zone, Zones};
