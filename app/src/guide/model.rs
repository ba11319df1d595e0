//! The credits as they are kept. Pure.

/// A piece of the credits: the file has headings and paragraphs, and no more of Markdown than that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credit<'a> {
    /// Where pictures come from.
    Heading(Vec<Word<'a>>),
    /// More about it.
    Paragraph(Vec<Word<'a>>),
}

/// A stretch of text, or an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word<'a> {
    /// Text.
    Text(&'a str),
    /// An address to follow.
    Link(&'a str),
}

/// Reads the credits, without their title and without the note to whoever would edit them.
#[must_use]
pub fn credits(markdown: &str) -> Vec<Credit<'_>> {
    markdown
        .split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty() && !block.starts_with("# ") && !block.contains("do not edit it"))
        .map(|block| match block.strip_prefix("## ") {
            Some(heading) => Credit::Heading(words(heading)),
            None => Credit::Paragraph(words(block)),
        })
        .collect()
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<https://") {
        let Some((host, later)) = after.split_once('>') else { break };
        found.push(Word::Text(before));
        // The address with its scheme: it starts right after the `<`.
        let from = before.len() + 1;
        found.push(Word::Link(&rest[from..from + "https://".len() + host.len()]));
        rest = later;
    }
    found.push(Word::Text(rest));
    found.retain(|word| *word != Word::Text(""));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_headings_paragraphs_and_links() {
        let read = credits("# Title\n\n`x` writes this; do not edit it.\n\n## A, <https://a.example>, b\n\nText.\n");
        assert_eq!(
            read,
            [
                Credit::Heading(vec![Word::Text("A, "), Word::Link("https://a.example"), Word::Text(", b")]),
                Credit::Paragraph(vec![Word::Text("Text.")]),
            ]
        );
    }

    #[test]
    fn a_broken_address_is_text() {
        assert_eq!(words("see <https://a.example"), [Word::Text("see <https://a.example")]);
    }
}
