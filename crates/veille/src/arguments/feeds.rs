//! Arguments of what looks at feeds and sources.

use clap::Args;

/// Prints one JSON object: title, link, description and language of the feed, and its entries, each with id, link, title,
/// summary, content, authors, published_at and updated_at. An entry without a title is called by the beginning of its text,
/// or by its address.
#[derive(Args, Debug)]
pub struct Feed {
    /// A file, an address, or - for standard input
    #[arg(value_name = "FILE|URL")]
    pub place: String,
    /// The address to which links of the feed are relative [default: the one that it was fetched from]
    #[arg(long, value_name = "URL")]
    pub base: Option<String>,
    /// The Content-Type that the feed was served with
    #[arg(long, value_name = "TYPE")]
    pub content_type: Option<String>,
}
