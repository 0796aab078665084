//! The text of a page as blocks that a template places: a small part of Markdown, and nothing of HTML.
//!
//! What must stay true: what is not in that part is refused with its name, instead of being shown as it was typed.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

/// One block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading of a part of the page.
    Heading(String),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list, each item a paragraph.
    List(Vec<Vec<Span>>),
}

/// A piece of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// As it is.
    Plain(String),
    /// With weight.
    Strong(String),
    /// Leading somewhere.
    Link {
        /// What is read.
        text: String,
        /// Where it leads.
        to: String,
    },
}

impl Span {
    /// What is read.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Strong(text) | Self::Link { text, .. } => text,
        }
    }
}

impl Block {
    /// What is read, without what it looks like; a list item is a line.
    #[must_use]
    pub fn text(&self) -> String {
        let joined = |spans: &[Span]| spans.iter().map(Span::text).collect::<String>();
        match self {
            Self::Heading(text) => text.clone(),
            Self::Paragraph(spans) => joined(spans),
            Self::List(items) => items.iter().map(|item| joined(item)).collect::<Vec<_>>().join("\n"),
        }
    }
}

/// Reads a text; `leads` turns what a link names into an address, or into nothing where it leads nowhere.
///
/// # Errors
/// When there is something in it that pages do not have, or a link that leads nowhere.
pub fn read(markdown: &str, leads: impl Fn(&str) -> Option<String>) -> Result<Vec<Block>, String> {
    let mut reader = Reader { leads, blocks: Vec::new(), spans: Vec::new(), shape: Shape::Plain };
    for event in Parser::new(markdown) {
        reader.take(event)?;
    }
    Ok(reader.blocks)
}

/// What the letters that follow belong to.
enum Shape {
    Plain,
    Strong,
    Link(String),
}

struct Reader<F> {
    leads: F,
    blocks: Vec<Block>,
    spans: Vec<Span>,
    shape: Shape,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    fn take(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(Tag::Paragraph) if matches!(self.blocks.last(), Some(Block::List(items)) if items.is_empty()) =>
            {
                return Err("a list has no blank lines between its items".to_owned());
            }
            Event::Start(Tag::Paragraph | Tag::Item | Tag::Heading { level: HeadingLevel::H2, .. })
            | Event::End(TagEnd::List(_)) => {}
            Event::Start(Tag::List(None)) => self.blocks.push(Block::List(Vec::new())),
            Event::Start(Tag::Strong) => self.shape = Shape::Strong,
            Event::Start(Tag::Link { dest_url, .. }) => {
                let to =
                    (self.leads)(&dest_url).ok_or_else(|| format!("the link {dest_url} leads nowhere"))?;
                self.shape = Shape::Link(to);
            }
            Event::End(TagEnd::Strong | TagEnd::Link) => self.shape = Shape::Plain,
            Event::End(TagEnd::Paragraph) => {
                let spans = std::mem::take(&mut self.spans);
                self.blocks.push(Block::Paragraph(spans));
            }
            Event::End(TagEnd::Heading(_)) => {
                let text = std::mem::take(&mut self.spans).iter().map(Span::text).collect();
                self.blocks.push(Block::Heading(text));
            }
            Event::End(TagEnd::Item) => {
                let spans = std::mem::take(&mut self.spans);
                match self.blocks.last_mut() {
                    Some(Block::List(items)) => items.push(spans),
                    _ => return Err("a list has no blank lines between its items".to_owned()),
                }
            }
            Event::Text(text) => self.add(&text),
            Event::SoftBreak => self.add(" "),
            other => {
                return Err(format!(
                    "pages have headings (##), paragraphs, lists, strong words and links, and not {other:?}"
                ));
            }
        }
        Ok(())
    }

    fn add(&mut self, text: &str) {
        match (&self.shape, self.spans.last_mut()) {
            (Shape::Plain, Some(Span::Plain(before)))
            | (Shape::Strong, Some(Span::Strong(before)))
            | (Shape::Link(_), Some(Span::Link { text: before, .. })) => before.push_str(text),
            (Shape::Plain, _) => self.spans.push(Span::Plain(text.to_owned())),
            (Shape::Strong, _) => self.spans.push(Span::Strong(text.to_owned())),
            (Shape::Link(to), _) => self.spans.push(Span::Link { text: text.to_owned(), to: to.clone() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anywhere(markdown: &str) -> Result<Vec<Block>, String> {
        read(markdown, |to| to.starts_with('/').then(|| to.to_owned()))
    }

    #[test]
    fn headings_paragraphs_lists_strong_words_and_links_are_read() {
        let text = "One line\nand another, **plainly**.\n\n## A part\n\n- first [place](/a) here\n- second\n";
        let plain = |text: &str| Span::Plain(text.to_owned());
        let link = Span::Link { text: "place".to_owned(), to: "/a".to_owned() };
        let expected = vec![
            Block::Paragraph(vec![
                plain("One line and another, "),
                Span::Strong("plainly".to_owned()),
                plain("."),
            ]),
            Block::Heading("A part".to_owned()),
            Block::List(vec![vec![plain("first "), link, plain(" here")], vec![plain("second")]]),
        ];
        assert_eq!(anywhere(text).unwrap(), expected);
        assert_eq!(expected[2].text(), "first place here\nsecond");
    }

    #[test]
    fn what_pages_do_not_have_is_refused() {
        for text in [
            "# Title",
            "### Deep",
            "<b>bold</b>",
            "*slanted*",
            "1. one\n2. two",
            "- one\n\n- two",
            "> said",
            "`code`",
            "![picture](/a.png)",
            "    code",
            "a  \nb",
            "[nowhere](else)",
            "---",
        ] {
            assert!(anywhere(text).is_err(), "{text}");
        }
    }
}
