//! What a page is made of: lines with their tones, tables, facts, charts. Of no language and no medium.

/// What a text means, so that a medium may colour it. Nothing is said by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Ordinary text.
    #[default]
    Plain,
    /// A heading, or what the eye should find first.
    Strong,
    /// Less important.
    Dim,
    /// As it should be.
    Good,
    /// Needs attention.
    Warning,
    /// Does not work.
    Bad,
    /// A name or command to be typed as it stands.
    Literal,
}

/// A piece of text with its tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text, without control characters.
    pub text: String,
    /// What it means.
    pub tone: Tone,
}

/// A line of pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(pub Vec<Span>);

impl Line {
    /// A line of one piece.
    #[must_use]
    pub fn of(text: impl AsRef<str>, tone: Tone) -> Self {
        Self(vec![Span { text: lotse_text::clean(text.as_ref()).into_owned(), tone }])
    }

    /// A line of ordinary text.
    #[must_use]
    pub fn plain(text: impl AsRef<str>) -> Self {
        Self::of(text, Tone::Plain)
    }

    /// The same line with one more piece.
    #[must_use]
    pub fn and(mut self, text: impl AsRef<str>, tone: Tone) -> Self {
        self.0.extend(Self::of(text, tone).0);
        self
    }

    /// Its text without tones.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self::plain(text)
    }
}

impl From<&str> for Line {
    fn from(text: &str) -> Self {
        Self::plain(text)
    }
}

/// On which side a column's values stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its title.
    pub title: String,
    /// On which side its values stand.
    pub align: Align,
    /// What is left out first where there is no room: the highest number; 0 always stays.
    pub rank: u8,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn words(title: String, rank: u8) -> Self {
        Self { title, align: Align::Left, rank }
    }

    /// A column of numbers.
    #[must_use]
    pub fn numbers(title: String, rank: u8) -> Self {
        Self { title, align: Align::Right, rank }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each as long as the columns.
    pub rows: Vec<Vec<Line>>,
}

/// A line of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Its title with unit.
    pub title: String,
    /// Its samples; a gap is a gap.
    pub values: Vec<Option<f64>>,
    /// The upper end of its scale.
    pub maximum: f64,
    /// Text at the upper end.
    pub top: String,
    /// Its newest, lowest, mean and highest value in words.
    pub summary: String,
}

/// A chart over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Its lines, drawn one below the other.
    pub curves: Vec<Curve>,
    /// When it begins, in words.
    pub from: String,
    /// When it ends, in words.
    pub until: String,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// What follows is about this.
    Heading(Line),
    /// A paragraph.
    Line(Line),
    /// A table.
    Table(Table),
    /// Names with values.
    Facts(Vec<(String, Line)>),
    /// Lines to be shown as they are: a log.
    Verbatim(Vec<String>),
    /// A chart.
    Chart(Chart),
}

/// A view in a language.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// Its parts, from top to bottom.
    pub blocks: Vec<Block>,
}

impl Page {
    pub(super) fn heading(&mut self, text: impl AsRef<str>) {
        self.blocks.push(Block::Heading(Line::of(text, Tone::Strong)));
    }

    pub(super) fn line(&mut self, line: impl Into<Line>) {
        self.blocks.push(Block::Line(line.into()));
    }

    pub(super) fn table(&mut self, columns: Vec<Column>, rows: Vec<Vec<Line>>) {
        self.blocks.push(Block::Table(Table { columns, rows }));
    }

    pub(super) fn facts(&mut self, facts: Vec<(String, Line)>) {
        self.blocks.push(Block::Facts(facts));
    }
}
