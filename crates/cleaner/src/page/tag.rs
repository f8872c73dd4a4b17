//! Element names, reduced to those that change what a reader sees.

/// An element's name. Everything that makes no difference here is `Other`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs)]
pub(crate) enum Tag {
    #[default]
    Other,
    A,
    Abbr,
    Address,
    Article,
    Aside,
    B,
    Blockquote,
    Body,
    Br,
    Button,
    Caption,
    Center,
    Cite,
    Code,
    Dd,
    Details,
    Dialog,
    Dir,
    Div,
    Dl,
    Dt,
    Em,
    Fieldset,
    Figcaption,
    Figure,
    Font,
    Footer,
    ForeignObject,
    Form,
    H1,
    H2,
    H3,
    H4,
    H5,
    H6,
    Head,
    Header,
    Hr,
    Html,
    I,
    Iframe,
    Img,
    Input,
    Label,
    Legend,
    Li,
    Link,
    Main,
    Menu,
    Meta,
    Nav,
    Noscript,
    Object,
    Ol,
    Option,
    P,
    Pre,
    Q,
    Rt,
    S,
    Script,
    Section,
    Select,
    Small,
    Span,
    Strong,
    Style,
    Sub,
    Summary,
    Sup,
    Svg,
    Table,
    Tbody,
    Td,
    Template,
    Textarea,
    Tfoot,
    Th,
    Thead,
    Time,
    Title,
    Tr,
    U,
    Ul,
    Void,
    RawText,
}

impl Tag {
    /// Number of names.
    pub(crate) const COUNT: usize = Self::RawText as usize + 1;

    /// The name of a tag, in any case.
    pub(crate) fn of(name: &[u8]) -> Self {
        // `foreignobject` has thirteen letters, the most of all names here; longer ones are of no interest.
        let mut folded = [0u8; 13];
        let Some(folded) = folded.get_mut(..name.len()) else { return Self::Other };
        folded.copy_from_slice(name);
        folded.make_ascii_lowercase();
        match &*folded {
            b"a" => Self::A,
            b"abbr" => Self::Abbr,
            b"address" => Self::Address,
            b"article" => Self::Article,
            b"aside" => Self::Aside,
            b"b" => Self::B,
            b"blockquote" => Self::Blockquote,
            b"body" => Self::Body,
            b"br" => Self::Br,
            b"button" => Self::Button,
            b"caption" => Self::Caption,
            b"center" => Self::Center,
            b"cite" => Self::Cite,
            b"code" => Self::Code,
            b"dd" => Self::Dd,
            b"details" => Self::Details,
            b"dialog" => Self::Dialog,
            b"dir" => Self::Dir,
            b"div" => Self::Div,
            b"dl" => Self::Dl,
            b"dt" => Self::Dt,
            b"em" => Self::Em,
            b"fieldset" => Self::Fieldset,
            b"figcaption" => Self::Figcaption,
            b"figure" => Self::Figure,
            b"font" => Self::Font,
            b"footer" => Self::Footer,
            b"foreignobject" => Self::ForeignObject,
            b"form" => Self::Form,
            b"h1" => Self::H1,
            b"h2" => Self::H2,
            b"h3" => Self::H3,
            b"h4" => Self::H4,
            b"h5" => Self::H5,
            b"h6" => Self::H6,
            b"head" => Self::Head,
            b"header" | b"hgroup" => Self::Header,
            b"hr" => Self::Hr,
            b"html" => Self::Html,
            b"i" => Self::I,
            b"iframe" => Self::Iframe,
            // `<image>` is `<img>` misspelt (HTML standard, 13.2.6.4.7).
            b"img" | b"image" => Self::Img,
            b"input" => Self::Input,
            b"label" => Self::Label,
            b"legend" => Self::Legend,
            b"li" => Self::Li,
            b"link" => Self::Link,
            b"main" => Self::Main,
            b"menu" => Self::Menu,
            b"meta" => Self::Meta,
            b"nav" => Self::Nav,
            b"noscript" => Self::Noscript,
            b"object" => Self::Object,
            b"ol" => Self::Ol,
            b"option" | b"optgroup" => Self::Option,
            b"p" => Self::P,
            b"pre" | b"listing" => Self::Pre,
            b"q" => Self::Q,
            // Readings, and the brackets that stand in for them in old browsers.
            b"rt" | b"rp" => Self::Rt,
            b"s" | b"strike" | b"del" => Self::S,
            b"script" => Self::Script,
            b"section" => Self::Section,
            b"select" | b"datalist" => Self::Select,
            b"small" => Self::Small,
            b"span" => Self::Span,
            b"strong" => Self::Strong,
            b"style" => Self::Style,
            b"sub" => Self::Sub,
            b"summary" => Self::Summary,
            b"sup" => Self::Sup,
            // Both switch to foreign content (13.2.6.5), and neither is read as words.
            b"svg" | b"math" => Self::Svg,
            b"table" => Self::Table,
            b"tbody" => Self::Tbody,
            b"td" => Self::Td,
            b"template" => Self::Template,
            b"textarea" => Self::Textarea,
            b"tfoot" => Self::Tfoot,
            b"th" => Self::Th,
            b"thead" => Self::Thead,
            b"time" => Self::Time,
            b"title" => Self::Title,
            b"tr" => Self::Tr,
            b"u" => Self::U,
            b"ul" => Self::Ul,
            b"area" | b"base" | b"col" | b"embed" | b"param" | b"source" | b"track" | b"wbr" => Self::Void,
            b"xmp" | b"noembed" | b"noframes" => Self::RawText,
            _ => Self::Other,
        }
    }

    /// Whether a browser starts a new line before and after it. A button does not, but its words are no part of the
    /// sentence around it.
    pub(crate) fn breaks_lines(self) -> bool {
        matches!(
            self,
            Self::Address
                | Self::Article
                | Self::Aside
                | Self::Blockquote
                | Self::Body
                | Self::Button
                | Self::Caption
                | Self::Center
                | Self::Dd
                | Self::Details
                | Self::Dialog
                | Self::Dir
                | Self::Div
                | Self::Dl
                | Self::Dt
                | Self::Fieldset
                | Self::Figcaption
                | Self::Figure
                | Self::Footer
                | Self::Form
                | Self::H1
                | Self::H2
                | Self::H3
                | Self::H4
                | Self::H5
                | Self::H6
                | Self::Header
                | Self::Html
                | Self::Legend
                | Self::Li
                | Self::Main
                | Self::Menu
                | Self::Nav
                | Self::Ol
                | Self::Option
                | Self::P
                | Self::Pre
                | Self::Section
                | Self::Summary
                | Self::Table
                | Self::Tbody
                | Self::Td
                | Self::Tfoot
                | Self::Th
                | Self::Thead
                | Self::Tr
                | Self::Ul
        )
    }

    /// Elements without content: no end tag is waited for.
    pub(crate) fn is_void(self) -> bool {
        matches!(self, Self::Br | Self::Hr | Self::Img | Self::Input | Self::Link | Self::Meta | Self::Void)
    }

    /// Elements whose content is not markup: it ends at their own end tag and nowhere else. `noscript` is one because
    /// a reader's browser runs scripts.
    pub(crate) fn is_raw(self) -> bool {
        matches!(
            self,
            Self::Script
                | Self::Style
                | Self::Textarea
                | Self::Title
                | Self::Iframe
                | Self::Noscript
                | Self::RawText
        )
    }

    /// Start tags that end an open paragraph (HTML standard, 13.2.6.4.7).
    pub(crate) fn closes_paragraph(self) -> bool {
        self == Self::Hr
            || (self.breaks_lines()
                && !matches!(
                    self,
                    Self::Body
                        | Self::Button
                        | Self::Html
                        | Self::Caption
                        | Self::Legend
                        | Self::Option
                        | Self::Tbody
                        | Self::Td
                        | Self::Tfoot
                        | Self::Th
                        | Self::Thead
                        | Self::Tr
                ))
    }

    /// Start tags that end an open drawing, in which they have no place (HTML standard, 13.2.6.5).
    pub(crate) fn breaks_out(self) -> bool {
        self.is_heading()
            || matches!(
                self,
                Self::B
                    | Self::Blockquote
                    | Self::Body
                    | Self::Br
                    | Self::Center
                    | Self::Code
                    | Self::Dd
                    | Self::Div
                    | Self::Dl
                    | Self::Dt
                    | Self::Em
                    | Self::Head
                    | Self::Hr
                    | Self::I
                    | Self::Img
                    | Self::Li
                    | Self::Menu
                    | Self::Meta
                    | Self::Ol
                    | Self::P
                    | Self::Pre
                    | Self::S
                    | Self::Small
                    | Self::Span
                    | Self::Strong
                    | Self::Sub
                    | Self::Sup
                    | Self::Table
                    | Self::U
                    | Self::Ul
            )
    }

    /// A heading.
    pub(crate) fn is_heading(self) -> bool {
        matches!(self, Self::H1 | Self::H2 | Self::H3 | Self::H4 | Self::H5 | Self::H6)
    }

    /// Elements past which an end tag inside them does not reach (the standard's scopes).
    pub(crate) fn is_scope(self) -> bool {
        matches!(
            self,
            Self::Caption
                | Self::Html
                | Self::Object
                | Self::Table
                | Self::Td
                | Self::Template
                | Self::Th
                | Self::Svg
        )
    }
}
