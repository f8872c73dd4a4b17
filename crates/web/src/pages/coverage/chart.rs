//! Bars as SVG, drawn by the server: inside the page, where style sheet and text around them do the rest, and as a picture
//! of its own, which says everything itself.

use std::fmt::Write;

use veille_text::reference::encode;

/// What is drawn of one slot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bar {
    pub value: f64,
    pub before: f64,
    /// The slot and its number, in words.
    pub said: String,
    /// Where a click leads, if there is something.
    pub hit: Option<Hit>,
}

/// What can be clicked, over one slot or several.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    pub href: String,
    /// How many slots, from this one on.
    pub span: usize,
    pub said: String,
}

/// Something that happens on known days.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    /// The first slot of it, and the last.
    pub slots: (usize, usize),
    /// Its days and what it is called.
    pub said: String,
    pub name: String,
}

/// The highest value of an axis that ends on a round number; even, so that its middle is one too.
pub(crate) fn top(values: impl IntoIterator<Item = f64>) -> f64 {
    let most = values.into_iter().fold(0.0, f64::max);
    if most <= 1.0 {
        return 1.0;
    }
    let power = 10f64.powf(most.log10().floor());
    let steps = [1.0, 2.0, 4.0, 6.0, 8.0, 10.0];
    steps.into_iter().map(|step| step * power).find(|top| *top >= most && *top % 2.0 == 0.0).unwrap_or(most)
}

/// Units of a slot in the page's drawing, which is stretched to the width that there is.
const SLOT: usize = 10;
/// Units of its height.
const HEIGHT: f64 = 100.0;

/// The bars in the page. `unfinished` is the slot that time is still running in.
pub(crate) fn inline(bars: &[Bar], top: f64, unfinished: Option<usize>, marks: &[Mark]) -> String {
    let width = bars.len() * SLOT;
    let mut svg = format!(
        "<svg class=\"bars\" viewBox=\"0 0 {width} {HEIGHT}\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">"
    );
    if let Some(slot) = unfinished {
        let x = slot * SLOT;
        write(&mut svg, format_args!("<rect class=\"now\" x=\"{x}\" width=\"{SLOT}\" height=\"{HEIGHT}\"/>"));
    }
    for Mark { slots: (first, last), .. } in marks {
        let (x, width) = (first * SLOT, (last + 1 - first) * SLOT);
        write(
            &mut svg,
            format_args!("<rect class=\"event\" x=\"{x}\" width=\"{width}\" height=\"{HEIGHT}\"/>"),
        );
        write(&mut svg, format_args!("<path class=\"event-edge\" d=\"M{x} 0V{HEIGHT}\"/>"));
    }
    let [middle, bottom] = [HEIGHT / 2.0, HEIGHT];
    write(
        &mut svg,
        format_args!("<path class=\"grid\" d=\"M0 0H{width}M0 {middle}H{width}M0 {bottom}H{width}\"/>"),
    );
    let at = |value: f64| HEIGHT - value / top * HEIGHT;
    let values = || bars.iter().enumerate().map(|(slot, bar)| (slot * SLOT, bar));
    let mut path = String::new();
    // One path for all bars: 336 elements would make the page several times as long.
    for (x, bar) in values().filter(|(_, bar)| bar.value > 0.0) {
        let (left, right, y) = (x + 1, x + SLOT - 1, at(bar.value));
        write(&mut path, format_args!("M{left} {bottom}V{y:.1}H{right}V{bottom}Z"));
    }
    write(&mut svg, format_args!("<path class=\"bar-now\" d=\"{path}\"/>"));
    if bars.iter().any(|bar| bar.before > 0.0) {
        let mut path = String::new();
        for (x, bar) in values() {
            let y = at(bar.before);
            write(&mut path, format_args!("{}{x} {y:.1}H{}", if x == 0 { "M" } else { "L" }, x + SLOT));
        }
        write(&mut svg, format_args!("<path class=\"bar-before\" d=\"{path}\"/>"));
    }
    for (x, hit) in values().filter_map(|(x, bar)| Some((x, bar.hit.as_ref()?))) {
        let (href, said, width) = (escaped(&hit.href), escaped(&hit.said), hit.span * SLOT);
        let rect = format!(
            "<rect class=\"hit\" x=\"{x}\" width=\"{width}\" height=\"{HEIGHT}\"><title>{said}</title></rect>"
        );
        // Nothing inside `aria-hidden` may take the focus (WAI-ARIA); the table has the same links.
        write(&mut svg, format_args!("<a href=\"{href}\" tabindex=\"-1\">{rect}</a>"));
    }
    svg.push_str("</svg>");
    svg
}

/// Small bars beside a name.
pub(crate) fn small(values: &[usize]) -> String {
    // Nothing divides by nothing, also where there is no value.
    let most = values.iter().copied().max().unwrap_or(1).max(1) as f64;
    let mut path = String::new();
    for (slot, value) in values.iter().enumerate().filter(|(_, value)| **value > 0) {
        let y = 20.0 - *value as f64 / most * 20.0;
        write(&mut path, format_args!("M{slot} 20V{y:.1}h.8V20Z"));
    }
    let width = values.len();
    format!(
        "<svg class=\"small\" viewBox=\"0 0 {width} 20\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path d=\"{path}\"/></svg>"
    )
}

/// What stands around the bars of a picture.
#[derive(Clone, Debug, Default)]
pub(crate) struct Around {
    pub title: String,
    /// Under the title: period, zone.
    pub below: String,
    /// What the dashed line is.
    pub before: String,
    /// What the axis counts to, in the middle and at its top.
    pub ticks: [String; 2],
    /// Words under slots.
    pub slots: Vec<(usize, String)>,
    /// What happens on known days.
    pub marks: Vec<Mark>,
    /// From right to left.
    pub rtl: bool,
}

/// One of several things that are counted: a line of a picture.
#[derive(Clone, Debug, Default)]
pub(crate) struct Length {
    pub name: String,
    pub value: f64,
    pub before: f64,
    /// The number in words, and how it changed.
    pub said: String,
    pub change: String,
}

/// Of a line of such a picture.
const LINE: f64 = 34.0;
/// Where its bars begin and end: names stand before them, numbers behind.
const NAMES: f64 = 280.0;
const ENDS: f64 = 690.0;
/// Letters of a name that stand before a bar.
const NAME_MAX: usize = 36;

/// Bars from the side, one under the other, as a picture; the time before is a dashed line at each. Where one reads from right to left
/// they grow from the right.
pub(crate) fn lengths(lengths: &[Length], heading: &str, below: &str, before: &str, rtl: bool) -> String {
    let height = ABOVE + LINE * lengths.len() as f64 + 44.0;
    let direction = if rtl { "rtl" } else { "ltr" };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 {height}\" width=\"800\" height=\"{height}\" role=\"img\" \
         font-family=\"sans-serif\" font-size=\"13\" direction=\"{direction}\"><title>{}</title>\
         <rect width=\"800\" height=\"{height}\" fill=\"#fff\"/>",
        escaped(heading)
    );
    // All is measured from the side where one begins to read.
    let at = |x: f64| if rtl { 800.0 - x } else { x };
    text(&mut svg, [at(20.0), 32.0], "start", "#1c1d1f", 18, heading);
    text(&mut svg, [at(20.0), 54.0], "start", "#5b5c5f", 13, below);
    // From one on: where nothing was counted, lengths are still divided by it.
    let top = lengths.iter().flat_map(|it| [it.value, it.before]).fold(1.0, f64::max);
    let long = |value: f64| value / top * (ENDS - NAMES);
    for (line, length) in lengths.iter().enumerate() {
        let y = ABOVE + LINE * line as f64;
        let (wide, middle) = (long(length.value), y + LINE / 2.0 + 4.0);
        let left = if rtl { at(NAMES) - wide } else { NAMES };
        write(
            &mut svg,
            format_args!(
                "<rect x=\"{left:.1}\" y=\"{:.1}\" width=\"{wide:.1}\" height=\"18\" fill=\"#0b5563\"/>",
                y + 8.0
            ),
        );
        if length.before > 0.0 {
            let x = at(NAMES + long(length.before));
            write(&mut svg, format_args!("<path d=\"M{x:.1} {:.1}v26\" fill=\"none\" {DASHED}/>", y + 4.0));
        }
        let mut name: String = length.name.chars().take(NAME_MAX).collect();
        if name.len() < length.name.len() {
            name.push('…');
        }
        text(&mut svg, [at(NAMES - 10.0), middle], "end", "#1c1d1f", 13, &name);
        let furthest = long(length.value.max(length.before));
        let change = Some(&length.change).filter(|change| !change.is_empty());
        let said = format!("{}{}", length.said, change.map_or_else(String::new, |it| format!(" ({it})")));
        // Signs stand before numbers whichever way one reads.
        write(
            &mut svg,
            format_args!(
                "<text x=\"{:.1}\" y=\"{middle:.1}\" text-anchor=\"{}\" direction=\"ltr\" fill=\"#5b5c5f\">{}</text>",
                at(NAMES + furthest + 8.0),
                if rtl { "end" } else { "start" },
                escaped(&said)
            ),
        );
    }
    if lengths.iter().any(|it| it.before > 0.0) {
        let (x, y) = (at(NAMES), height - 22.0);
        write(&mut svg, format_args!("<path d=\"M{x:.1} {:.1}v18\" fill=\"none\" {DASHED}/>", y - 9.0));
        text(&mut svg, [at(NAMES + 10.0), y + 4.0], "start", "#5b5c5f", 13, before);
    }
    svg + "</svg>"
}

/// How the time before is drawn.
const DASHED: &str = "stroke=\"#b0741a\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\"";

/// A picture that can be put into a document.
pub(crate) fn picture(bars: &[Bar], top: f64, unfinished: Option<usize>, around: &Around) -> String {
    let mut picture = Picture::begin(bars, top, around);
    picture.headings();
    picture.axis();
    if let Some(slot) = unfinished {
        picture.unfinished(slot);
    }
    picture.marks();
    picture.bars();
    if bars.iter().any(|bar| bar.before > 0.0) {
        picture.before();
    }
    picture.slots();
    picture.svg + "</svg>"
}

/// Where the bars stand in a picture.
const LEFT: f64 = 60.0;
const RIGHT: f64 = 780.0;
const ABOVE: f64 = 84.0;
const BELOW: f64 = 320.0;
/// The line under them, with the words of the slots.
const UNDER: f64 = 340.0;

/// A picture while it is drawn.
struct Picture<'a> {
    svg: String,
    bars: &'a [Bar],
    /// What the axis ends on.
    top: f64,
    around: &'a Around,
    /// Of one slot.
    width: f64,
}

impl<'a> Picture<'a> {
    fn begin(bars: &'a [Bar], top: f64, around: &'a Around) -> Self {
        let direction = if around.rtl { "rtl" } else { "ltr" };
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 380\" width=\"800\" height=\"380\" role=\"img\" \
             font-family=\"sans-serif\" font-size=\"13\" direction=\"{direction}\"><title>{}</title>\
             <rect width=\"800\" height=\"380\" fill=\"#fff\"/>",
            escaped(&around.title)
        );
        Self { svg, bars, top, around, width: (RIGHT - LEFT) / bars.len().max(1) as f64 }
    }

    fn x(&self, slot: usize) -> f64 {
        LEFT + slot as f64 * self.width
    }

    fn y(&self, value: f64) -> f64 {
        BELOW - value / self.top * (BELOW - ABOVE)
    }

    fn headings(&mut self) {
        let start = if self.around.rtl { 780.0 } else { 20.0 };
        text(&mut self.svg, [start, 32.0], "start", "#1c1d1f", 18, &self.around.title);
        text(&mut self.svg, [start, 54.0], "start", "#5b5c5f", 13, &self.around.below);
    }

    fn axis(&mut self) {
        let [middle, most] = &self.around.ticks;
        for (value, words) in [(0.0, "0"), (self.top / 2.0, middle), (self.top, most)] {
            let y = self.y(value);
            write(
                &mut self.svg,
                format_args!(
                    "<path d=\"M{LEFT} {y:.1}H{RIGHT}\" stroke=\"#e2dfd8\"/>\
                     <text x=\"52\" y=\"{:.1}\" text-anchor=\"end\" direction=\"ltr\" fill=\"#5b5c5f\">{}</text>",
                    y + 4.0,
                    escaped(words)
                ),
            );
        }
    }

    /// The slot that time is still running in.
    fn unfinished(&mut self, slot: usize) {
        let (x, width, height) = (self.x(slot), self.width, BELOW - ABOVE);
        write(
            &mut self.svg,
            format_args!(
                "<rect x=\"{x:.1}\" y=\"{ABOVE}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"#f0ede6\"/>"
            ),
        );
    }

    fn marks(&mut self) {
        for Mark { slots: (first, last), said, name } in &self.around.marks {
            let (left, length, height) =
                (self.x(*first), (last + 1 - first) as f64 * self.width, BELOW - ABOVE);
            let said = escaped(said);
            write(
                &mut self.svg,
                format_args!(
                    "<rect x=\"{left:.1}\" y=\"{ABOVE}\" width=\"{length:.1}\" height=\"{height:.1}\" fill=\"#b0741a\" fill-opacity=\".14\"><title>{said}</title></rect>\
                     <path d=\"M{left:.1} {:.1}V{BELOW}\" stroke=\"#b0741a\"/>",
                    ABOVE - 8.0
                ),
            );
            // Under the headings, and not over the edge.
            let (anchor, at) = if left > 600.0 { ("end", left + length) } else { ("start", left) };
            let anchor = if self.around.rtl == (anchor == "end") { "start" } else { "end" };
            text(&mut self.svg, [at, ABOVE - 12.0], anchor, "#7a4f0f", 11, name);
        }
    }

    fn bars(&mut self) {
        for (slot, bar) in self.bars.iter().enumerate().filter(|(_, bar)| bar.value > 0.0) {
            let (x, y, width) = (self.x(slot) + self.width * 0.1, self.y(bar.value), self.width * 0.8);
            let height = BELOW - y;
            write(
                &mut self.svg,
                format_args!(
                    "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"#0b5563\"><title>{}</title></rect>",
                    escaped(&bar.said)
                ),
            );
        }
    }

    /// The dashed line of the period before, and under the slots what it is.
    fn before(&mut self) {
        let mut path = String::new();
        for (slot, bar) in self.bars.iter().enumerate() {
            let (x, y, width) = (self.x(slot), self.y(bar.before), self.width);
            write(&mut path, format_args!("{}{x:.1} {y:.1}h{width:.1}", if slot == 0 { "M" } else { "L" }));
        }
        write(
            &mut self.svg,
            format_args!(
                "<path d=\"{path}\" fill=\"none\" {DASHED}/><path d=\"M{LEFT} 364h24\" {DASHED}/>\
                 <text x=\"{}\" y=\"368\" text-anchor=\"start\" direction=\"ltr\" fill=\"#5b5c5f\">{}</text>",
                LEFT + 32.0,
                escaped(&self.around.before)
            ),
        );
    }

    fn slots(&mut self) {
        let last = self.bars.len().saturating_sub(1);
        for (slot, words) in &self.around.slots {
            // At the ends inside the picture, whichever way its words are read.
            let (start, end) = if self.around.rtl { ("end", "start") } else { ("start", "end") };
            let (x, anchor) = match *slot {
                0 => (LEFT, start),
                slot if slot == last => (RIGHT, end),
                slot => (self.x(slot) + self.width / 2.0, "middle"),
            };
            text(&mut self.svg, [x, UNDER], anchor, "#5b5c5f", 13, words);
        }
    }
}

fn text(svg: &mut String, [x, y]: [f64; 2], anchor: &str, fill: &str, size: u8, words: &str) {
    let words = escaped(words);
    write(
        svg,
        format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{fill}\" font-size=\"{size}\">{words}</text>"
        ),
    );
}

fn write(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("memory takes what is written");
}

/// Text inside markup, XML's and HTML's alike.
pub(crate) fn escaped(text: &str) -> String {
    encode(&crate::text::shown(text), "\"'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_on_a_round_number_with_a_middle() {
        for (most, expected) in [
            (0.0, 1.0),
            (1.0, 1.0),
            (2.0, 2.0),
            (3.0, 4.0),
            (9.0, 10.0),
            (11.0, 20.0),
            (47.0, 60.0),
            (801.0, 1000.0),
        ] {
            assert_eq!(top([most, 0.0]), expected, "{most}");
        }
    }

    #[test]
    fn what_is_said_is_text() {
        let hit = Some(Hit { href: "/?day=1&x=\"".into(), span: 1, said: "<script>'\u{0}".into() });
        let bar = Bar { value: 1.0, said: "<script>'\u{0}".into(), hit, ..Bar::default() };
        let mark = Mark { slots: (0, 0), said: "<script>".into(), name: "<script>".into() };
        let around = Around { marks: vec![mark], ..Around::default() };
        for svg in
            [inline(std::slice::from_ref(&bar), 1.0, Some(0), &[]), picture(&[bar], 1.0, None, &around)]
        {
            assert!(!svg.contains("<script>") && !svg.contains('\u{0}'), "{svg}");
            assert!(svg.contains("&lt;script&gt;&#39;"), "{svg}");
        }
    }
}
