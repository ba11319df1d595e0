//! Rules for easy-read text, checked by machine.
//!
//! A person who needs easy read is the only judge of it; these rules catch what can be counted.
//! They follow the Department of Health's guidance of 2010 and Inclusion Europe's "Information for
//! all", in own words: short sentences, one idea each, no hard words unexplained, a picture each.

use super::{
    model::{ConsentQuestions, Document, LIST_NAME, Line, fill, picture_alt},
    spoken::is_year,
};

/// A rule of easy read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// A text, heading or title is empty.
    Empty,
    /// A sentence of more than [`WORDS_MAX`] words.
    LongSentence,
    /// More than two sentences on a line.
    TooManySentences,
    /// A semicolon, or more than one joining word in a sentence.
    TwoIdeas,
    /// A hard word that the document does not explain.
    Jargon,
    /// Initials or an abbreviation.
    Abbreviation,
    /// Two negatives in one sentence.
    DoubleNegative,
    /// A number in letters.
    NumberInWords,
    /// Something is done, and the sentence hides who does it (best effort).
    Passive,
    /// An exclamation mark.
    Exclamation,
    /// Italics or other marks within the text.
    Italics,
    /// The picture is not one of [`super::model::picture_keys`].
    UnknownPicture,
    /// The picture is not described.
    NoAlt,
    /// A number or initials that a voice would say wrongly, and nothing says how to say them.
    NotSpoken,
}

/// Something in a text that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: Rule,
    /// Where: a document's key, a section's heading.
    pub place: String,
    /// The sentence or line.
    pub text: String,
    /// What about it, as a hint to the writer.
    pub hint: String,
}

/// The most words in a sentence.
pub const WORDS_MAX: usize = 15;
/// The most sentences on a line.
pub const SENTENCES_MAX: usize = 2;

/// Words that join two ideas: one in a sentence is enough.
const JOINERS: [&str; 9] = ["and", "because", "which", "but", "so", "if", "unless", "while", "although"];

/// Words and phrases that need explaining, or better an easy word.
const JARGON: [&str; 50] = [
    "accommodation",
    "admission",
    "admit",
    "admitted",
    "advocate",
    "agencies",
    "agency",
    "anonymous",
    "appropriate",
    "assessment",
    "best interests",
    "capacity",
    "clinical",
    "commissioner",
    "complain",
    "confidential",
    "consent",
    "crisis",
    "database",
    "diagnosis",
    "discharge",
    "escalate",
    "intervention",
    "key professional",
    "keyworker",
    "legal",
    "mental health",
    "multi-agency",
    "ombudsman",
    "outcome",
    "participate",
    "pathway",
    "permission",
    "placement",
    "practitioner",
    "proactive",
    "professional",
    "proportionate",
    "provider",
    "record",
    "referral",
    "register",
    "relevant",
    "restricted",
    "review",
    "risk",
    "safeguarding",
    "service user",
    "social care",
    "withdraw",
];

/// Hard words with an explanation in easy words. A document that uses one says this, or
/// explains it in its own way: a sentence that holds "… means".
pub const GLOSSARY: [(&str, &str); 11] = [
    ("advocate", "Advocate means a person who helps you to speak up."),
    ("commissioner", "Information Commissioner means someone who checks how groups keep information."),
    ("complain", "To complain means to say that something is wrong."),
    ("ombudsman", "Ombudsman means someone who checks complaints fairly."),
    ("review", "A review means that people look at how things are."),
    ("capacity", "Capacity means you can make a choice."),
    ("consent", "Consent means you say yes."),
    ("crisis", "Crisis means you feel so bad that you need help now."),
    ("mental health", "Mental health means how you think and feel."),
    ("provider", "Provider means a group with staff who support you."),
    ("record", "Record means what people write down about you."),
];

const ABBREVIATIONS: [&str; 6] = ["e.g", "i.e", "etc", "info", "appt", "approx"];
/// Initials that stay: everybody in England knows them, and the sign on the door says so.
const KNOWN_INITIALS: [&str; 2] = ["NHS", "OK"];

/// Besides all that end in "n't".
const NEGATIVES: [&str; 12] =
    ["no", "not", "never", "nobody", "nothing", "none", "nowhere", "neither", "nor", "cannot", "without", "unless"];

const NUMBERS: [&str; 30] = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "dozen",
];

const TO_BE: [&str; 7] = ["is", "are", "was", "were", "be", "been", "being"];
/// Past participles without "-ed" that hide a doer after "is" or "was".
const PARTICIPLES: [&str; 14] = [
    "chosen", "done", "found", "given", "held", "kept", "made", "put", "seen", "sent", "shown", "taken", "told",
    "written",
];
/// What looks like a past participle and says how somebody is.
const STATES: [&str; 7] = ["worried", "tired", "scared", "upset", "excited", "pleased", "need"];

/// Everything in a document's easy-read form that breaks a rule. The plain leaflet is not easy read
/// and is not looked at.
#[must_use]
pub fn lint(document: &Document) -> Vec<Finding> {
    let texts = easy_texts(document);
    let explained = explained_words(&texts);
    let mut findings = check_text(&document.key, &document.title, &explained);
    findings.extend(check_spoken(&document.key, &document.title, document.title_spoken.as_deref()));
    for section in &document.sections {
        let place = format!("{}: {}", document.key, section.heading);
        findings.extend(check_text(&place, &section.heading, &explained));
        for line in &section.lines {
            findings.extend(check_line(&place, line, &explained));
        }
    }
    findings
}

/// Everything in the consent conversation that breaks a rule, with each agency's name put in. A hard
/// word must be explained on its own page: each question is shown alone.
#[must_use]
pub fn lint_consent(consent: &ConsentQuestions) -> Vec<Finding> {
    let mut findings = lint_text("title", &consent.title);
    findings.extend(lint_page("before", &consent.before));
    for page in consent.pages() {
        let asked = Line { alt: page.alt, ..Line::new(&page.picture, page.text) };
        findings.extend(lint_page(&page.key, &[&[asked], page.lines.as_slice()].concat()));
    }
    for choice in &consent.choices {
        findings.extend(lint_text(&choice.key, &choice.text));
        findings.extend(check_picture(&choice.key, &choice.text, &choice.picture, &choice.alt));
    }
    findings.extend(lint_page("after", &consent.after));
    findings
}

/// Lines of a page of its own that is not a document, such as those written in a view.
#[must_use]
pub fn lint_lines(place: &str, lines: &[Line]) -> Vec<Finding> {
    lint_page(place, lines)
}

/// The rules for words, on the texts of a page that are read together: one may explain a word of another.
#[must_use]
pub fn lint_texts(place: &str, texts: &[String]) -> Vec<Finding> {
    let explained = explained_words(texts);
    texts.iter().flat_map(|text| check_text(place, text, &explained)).collect()
}

/// The rules for words, on one text that stands alone.
#[must_use]
pub fn lint_text(place: &str, text: &str) -> Vec<Finding> {
    check_text(place, text, &explained_words(&[text.to_owned()]))
}

/// The title, headings and lines of the easy-read form, with the list's default name.
#[must_use]
pub fn easy_texts(document: &Document) -> Vec<String> {
    let headings = document.sections.iter().flat_map(|section| {
        std::iter::once(section.heading.as_str()).chain(section.lines.iter().map(|line| line.text.as_str()))
    });
    std::iter::once(document.title.as_str()).chain(headings).map(|text| fill(text, LIST_NAME)).collect()
}

/// Every text of the consent conversation, with the list's default name and each agency's name.
#[must_use]
pub fn consent_texts(consent: &ConsentQuestions) -> Vec<String> {
    let mut texts = vec![consent.title.clone()];
    texts.extend(consent.before.iter().map(|line| line.text.clone()));
    for page in consent.pages() {
        texts.push(page.text);
        texts.extend(page.lines.into_iter().map(|line| line.text));
    }
    texts.extend(consent.after.iter().map(|line| line.text.clone()));
    texts.iter().map(|text| fill(text, LIST_NAME)).collect()
}

/// How many sentences the texts have, headings included.
#[must_use]
pub fn sentence_count<T: AsRef<str>>(texts: &[T]) -> usize {
    texts.iter().map(|text| sentences(text.as_ref()).len()).sum()
}

/// The words of the longest sentence.
#[must_use]
pub fn longest_sentence<T: AsRef<str>>(texts: &[T]) -> usize {
    let of = |text: &str| sentences(text).into_iter().map(|sentence| words(sentence).len()).max();
    texts.iter().filter_map(|text| of(text.as_ref())).max().unwrap_or_default()
}

/// The Flesch-Kincaid grade of texts together: years of school needed, by an estimate of syllables.
/// 0 where there are no words.
#[must_use]
pub fn reading_grade<T: AsRef<str>>(texts: &[T]) -> f64 {
    let (mut sentences_count, mut words_count, mut syllables_count) = (0_u32, 0_u32, 0_u32);
    for text in texts {
        for sentence in sentences(text.as_ref()) {
            sentences_count += 1;
            for word in words(sentence) {
                words_count += 1;
                syllables_count += syllables(&word);
            }
        }
    }
    if words_count == 0 || sentences_count == 0 {
        return 0.0;
    }
    let words_count = f64::from(words_count);
    0.39 * words_count / f64::from(sentences_count) + 11.8 * f64::from(syllables_count) / words_count - 15.59
}

/// What stands before "means" in the texts: hard words and initials that may then be used. One entry
/// for each explanation, in small letters, with a space around every word.
fn explained_words(texts: &[String]) -> Vec<String> {
    texts
        .iter()
        .flat_map(|text| sentences(text))
        .map(spaced)
        .filter_map(|text| text.split_once(" means ").map(|(before, _)| format!("{before} ")))
        .collect()
}

fn is_explained(word: &str, explained: &[String]) -> bool {
    explained.iter().any(|before| before.contains(&spaced(word)))
}

/// Lines that are shown together on a page of their own.
fn lint_page(place: &str, lines: &[Line]) -> Vec<Finding> {
    let texts: Vec<String> = lines.iter().map(|line| line.text.clone()).collect();
    let explained = explained_words(&texts);
    lines.iter().flat_map(|line| check_line(place, line, &explained)).collect()
}

fn check_line(place: &str, line: &Line, explained: &[String]) -> Vec<Finding> {
    let mut findings = check_text(place, &line.text, explained);
    findings.extend(check_picture(place, &line.text, &line.picture, &line.alt));
    if !line.mark.is_empty() && picture_alt(&line.mark).is_none() {
        findings.push(finding(Rule::UnknownPicture, place, &line.text, &line.mark));
    }
    findings.extend(check_spoken(place, &line.text, line.spoken.as_deref()));
    findings
}

/// A voice reads 999 as a quantity and CTR as a word. What it is to say instead must not hold either.
fn check_spoken(place: &str, text: &str, spoken: Option<&str>) -> Option<Finding> {
    let hard = words(spoken.unwrap_or(text)).into_iter().find(|word| is_initials(word) || is_long_number(word))?;
    Some(finding(Rule::NotSpoken, place, text, &format!("write how a voice says {hard}")))
}

/// A number that is said digit by digit; a year is not.
fn is_long_number(word: &str) -> bool {
    word.chars().filter(char::is_ascii_digit).count() > 2 && !is_year(word)
}

fn check_picture(place: &str, text: &str, picture: &str, alt: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if picture_alt(picture).is_none() {
        findings.push(finding(Rule::UnknownPicture, place, text, picture));
    }
    if alt.trim().is_empty() {
        findings.push(finding(Rule::NoAlt, place, text, "say what the picture shows"));
    }
    findings
}

fn check_text(place: &str, text: &str, explained: &[String]) -> Vec<Finding> {
    let text = fill(text, LIST_NAME);
    let mut findings = Vec::new();
    let mut note = |rule, part: &str, hint: &str| findings.push(finding(rule, place, part, hint));
    if text.trim().is_empty() {
        note(Rule::Empty, &text, "write it");
    }
    if text.contains('!') {
        note(Rule::Exclamation, &text, "say it calmly");
    }
    if text.contains(['*', '_', '<', '>']) {
        note(Rule::Italics, &text, "no marks within the text");
    }
    let all = sentences(&text);
    if all.len() > SENTENCES_MAX {
        note(Rule::TooManySentences, &text, "start a new line, with its own picture");
    }
    for sentence in all {
        for (rule, hint) in sentence_faults(sentence, explained) {
            note(rule, sentence, &hint);
        }
    }
    findings
}

/// What is wrong within one sentence, with a hint each.
fn sentence_faults(sentence: &str, explained: &[String]) -> Vec<(Rule, String)> {
    let as_written = words(sentence);
    let words: Vec<String> = as_written.iter().map(|word| word.to_lowercase()).collect();
    let among = |list: &[&'static str]| words.iter().find(|word| list.contains(&word.as_str())).cloned();
    let mut faults = Vec::new();
    if words.len() > WORDS_MAX {
        faults.push((Rule::LongSentence, format!("{} words", words.len())));
    }
    let joiners = words.iter().filter(|word| JOINERS.contains(&word.as_str())).count();
    if sentence.contains(';') || joiners > 1 {
        faults.push((Rule::TwoIdeas, "one idea in a sentence".to_owned()));
    }
    let spaced = spaced(sentence);
    for word in JARGON {
        let used = spaced.contains(&format!(" {word} ")) || spaced.contains(&format!(" {word}s "));
        if used && !is_explained(word, explained) {
            let explanation = GLOSSARY.iter().find(|(explained, _)| *explained == word).map(|(_, says)| *says);
            let hint = explanation.map_or_else(|| word.to_owned(), |says| format!("{word}; add the line: {says}"));
            faults.push((Rule::Jargon, hint));
        }
    }
    let initials = as_written.iter().filter(|word| is_initials(word) && !is_explained(word, explained));
    faults.extend(initials.map(|word| (Rule::Abbreviation, word.clone())));
    if let Some(short) = among(&ABBREVIATIONS) {
        faults.push((Rule::Abbreviation, short));
    }
    if negatives(&words) > 1 {
        faults.push((Rule::DoubleNegative, "say what is".to_owned()));
    }
    let number = |word: &&String| word.split('-').any(|part| NUMBERS.contains(&part));
    if let Some(number) = words.iter().find(number) {
        faults.push((Rule::NumberInWords, number.clone()));
    }
    if let Some([_, done]) =
        words.windows(2).find_map(|pair| <&[String; 2]>::try_from(pair).ok().filter(|p| passive(p)))
    {
        faults.push((Rule::Passive, done.clone()));
    }
    faults
}

/// "is written", "was asked": a form of "to be" and a past participle.
fn passive([be, done]: &[String; 2]) -> bool {
    let done = done.as_str();
    let participle = done.len() > 4 && done.ends_with("ed") && !done.ends_with("need") || PARTICIPLES.contains(&done);
    TO_BE.contains(&be.as_str()) && participle && !STATES.contains(&done)
}

/// Two capitals or more in one word: `CETR`, `GPs`.
fn is_initials(word: &str) -> bool {
    word.chars().filter(|letter| letter.is_uppercase()).count() > 1 && !KNOWN_INITIALS.contains(&word)
}

/// Words that deny. "No" and "not sure" as answers ("say no", "yes or no") deny nothing.
fn negatives(words: &[String]) -> usize {
    let answer = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| words.get(before)).map_or("", String::as_str);
        matches!(before, "say" | "says" | "said" | "saying" | "or" | "yes" | "choose" | "chose" | "answer" | "to")
    };
    let unsure = |at: usize| words.get(at + 1).is_some_and(|next| next == "sure");
    let denies = |(at, word): &(usize, &String)| {
        let negative = NEGATIVES.contains(&word.as_str()) || word.ends_with("n't") || word.ends_with("n\u{2019}t");
        negative && !(*word == "no" && answer(*at)) && !(*word == "not" && unsure(*at))
    };
    words.iter().enumerate().filter(denies).count()
}

fn finding(rule: Rule, place: &str, text: &str, hint: &str) -> Finding {
    Finding { rule, place: place.to_owned(), text: text.to_owned(), hint: hint.to_owned() }
}

/// Sentences, and what stands alone without a full stop. A point inside a word (`e.g`) ends nothing.
fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, mark) in text.char_indices() {
        let end = at + mark.len_utf8();
        let rest = text.get(end..).unwrap_or("");
        if matches!(mark, '.' | '?' | '!' | ':') && (rest.is_empty() || rest.starts_with(char::is_whitespace)) {
            found.push(text.get(start..end).unwrap_or("").trim());
            start = end;
        }
    }
    found.push(text.get(start..).unwrap_or("").trim());
    found.retain(|sentence| sentence.chars().any(char::is_alphanumeric));
    found
}

/// Words as written, without the marks around them.
fn words(sentence: &str) -> Vec<String> {
    sentence
        .split_whitespace()
        .map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()).replace('\u{2019}', "'"))
        .filter(|word| !word.is_empty())
        .collect()
}

/// In small letters with one space around every word, so that a phrase can be looked for whole.
fn spaced(text: &str) -> String {
    format!(" {} ", words(text).join(" ").to_lowercase())
}

/// Syllables by groups of vowels, without a silent e at the end. A number counts one a digit.
fn syllables(word: &str) -> u32 {
    let word = word.to_lowercase();
    let mut count: u32 = 0;
    let mut in_vowel = false;
    for letter in word.chars() {
        let vowel = matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        if letter.is_ascii_digit() || (vowel && !in_vowel) {
            count += 1;
        }
        in_vowel = vowel;
    }
    let sounded = word.ends_with("le") && !word.ends_with("ale") && !word.ends_with("ole");
    let silent =
        (word.ends_with('e') && !sounded) || (word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded"));
    if silent && count > 1 { count - 1 } else { count.max(1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::easy_read::model::{Wording, consent_questions, documents, documents_in};

    fn rules(text: &str) -> Vec<Rule> {
        lint_text("test", text).into_iter().map(|finding| finding.rule).collect()
    }

    /// For each rule of words: a text that breaks it and no other, and one that says the same well.
    #[test]
    fn each_rule_finds_what_it_is_for_and_lets_the_better_text_pass() {
        for (rule, bad, good) in [
            (Rule::Empty, " ", "Yes"),
            (
                Rule::LongSentence,
                "The people who work with you will look at the list to see what would help you most.",
                "The people who work with you look at the list. It shows what can help you.",
            ),
            (Rule::TooManySentences, "Sit down. Have a drink. Talk to us.", "Sit down. Talk to us."),
            (Rule::TwoIdeas, "You can say no; we will not mind.", "You can say no."),
            (Rule::TwoIdeas, "We listen and we write and you read it.", "We listen and we write."),
            (Rule::Jargon, "This is a multi-agency list.", "Many teams use this list."),
            (Rule::Jargon, "Think about your mental health.", "Mental health means how you think and feel."),
            (Rule::Abbreviation, "You may have a CETR.", "You may have a meeting. The NHS runs it."),
            (Rule::Abbreviation, "Bring a friend, aunt, etc.", "Bring a friend."),
            (Rule::Abbreviation, "This is your CTR.", "CTR means a meeting about you. Come to the CTR."),
            (Rule::DoubleNegative, "You do not have to say nothing.", "You can speak."),
            (
                Rule::DoubleNegative,
                "Nobody will not help you.",
                "Saying no does not change your help. Yes or no is fine.",
            ),
            (Rule::DoubleNegative, "We wouldn\u{2019}t do nothing.", "We would help you."),
            (Rule::TwoIdeas, "We listen but you decide so tell us.", "We listen. You decide."),
            (Rule::NumberInWords, "Wait for three days.", "Wait for 3 days."),
            (Rule::NumberInWords, "Wait for twenty-one days.", "Wait for 21 days."),
            (Rule::NumberInWords, "Wait for fifteen days.", "Wait for 15 days."),
            (Rule::Passive, "Your name is written on the list.", "We write your name on the list. You are worried."),
            (Rule::Passive, "You are asked again.", "We ask you again."),
            (Rule::Exclamation, "Say yes!", "Say yes."),
            (Rule::Italics, "You *can* say no.", "You can say no."),
            (Rule::Italics, "You <i>can</i> say no.", "You can say no."),
        ] {
            assert_eq!(rules(bad), [rule], "{bad}");
            assert_eq!(rules(good), [], "{good}");
        }
    }

    #[test]
    fn a_line_needs_a_known_picture_and_words_for_it() {
        let line = |picture: &str, alt: &str| Line { alt: alt.into(), ..Line::new(picture, "We help.") };
        let rules = |line: &Line| check_line("test", line, &[]).into_iter().map(|found| found.rule).collect::<Vec<_>>();
        assert_eq!(rules(&line("unicorn", "A unicorn")), [Rule::UnknownPicture]);
        assert_eq!(rules(&line("help", " ")), [Rule::NoAlt]);
        assert_eq!(rules(&line("help", "A helping hand")), []);
        assert_eq!(rules(&Line::new("police", "We ask them.").marked("unicorn")), [Rule::UnknownPicture]);
        assert_eq!(rules(&Line::new("police", "We ask them.").marked("yes")), []);
    }

    #[test]
    fn a_number_or_initials_need_words_for_a_voice() {
        let rules = |text: &str, spoken: Option<&str>| {
            let line = Line { spoken: spoken.map(str::to_owned), ..Line::new("phone", text) };
            lint_lines("test", &[line]).into_iter().map(|found| found.rule).collect::<Vec<_>>()
        };
        assert_eq!(rules("Ring 999 now.", None), [Rule::NotSpoken]);
        assert_eq!(rules("Ring 999 now.", Some("Ring 999 now.")), [Rule::NotSpoken]);
        assert_eq!(rules("Ring 999 now.", Some("Ring nine, nine, nine now.")), []);
        assert_eq!(rules("CTR means a meeting.", None), [Rule::NotSpoken]);
        assert_eq!(rules("You are 16 or 17.", None), [], "a voice says these as people do");
        assert_eq!(rules("Ask the NHS.", None), []);
    }

    #[test]
    fn each_rule_is_broken_by_some_line_of_a_document_and_found_there() {
        let good = documents().first().unwrap();
        assert_eq!(lint(good), []);
        let broken = |change: fn(&mut Document)| {
            let mut document = good.clone();
            change(&mut document);
            lint(&document).into_iter().map(|found| found.rule).collect::<Vec<_>>()
        };
        assert_eq!(broken(|document| document.title = "What is it!".to_owned()), [Rule::Exclamation]);
        assert_eq!(broken(|document| document.sections[1].heading.clear()), [Rule::Empty]);
        assert_eq!(broken(|document| document.sections[1].lines[0].alt.clear()), [Rule::NoAlt]);
        assert_eq!(broken(|document| document.sections[0].lines[1].spoken = None), [Rule::NotSpoken]);
        assert_eq!(broken(|document| document.sections[1].lines[0].picture = "nothing".into()), [Rule::UnknownPicture]);
        assert_eq!(
            broken(|document| document.sections[1].lines[0].text.push_str(" Your provider helps.")),
            [Rule::Jargon]
        );
        // A hard word is free only as long as its explanation stands.
        assert!(broken(|document| document.sections[2].lines.remove(1).text.clear()).contains(&Rule::Jargon));
    }

    #[test]
    fn a_hard_word_may_stand_where_another_line_explains_it() {
        let explained = explained_words(&["Mental health means how you feel.".to_owned()]);
        assert!(is_explained("mental health", &explained) && !is_explained("health team", &explained));
        assert!(check_text("test", "A nurse for mental health.", &explained).is_empty());
    }

    #[test]
    fn the_explanations_of_the_glossary_are_easy_themselves() {
        for (word, explanation) in GLOSSARY {
            assert!(JARGON.contains(&word), "{word}");
            assert_eq!(rules(explanation), [], "{explanation}");
        }
    }

    #[test]
    fn syllables_are_estimated_as_people_say_them() {
        for (word, spoken) in [("you", 1), ("home", 1), ("hospital", 3), ("ambulance", 3), ("people", 2), ("asked", 1)]
        {
            assert_eq!(syllables(word), spoken, "{word}");
        }
    }

    #[test]
    fn hard_text_has_a_higher_grade_than_easy_text() {
        let hard = ["Multidisciplinary professionals proactively facilitate proportionate communication."];
        let easy = ["We talk to you. We listen."];
        assert!(reading_grade(&hard) > 20.0 && reading_grade(&easy) < 2.0);
        assert!(reading_grade::<&str>(&[]).abs() < f64::EPSILON);
    }

    #[test]
    fn all_shipped_easy_read_is_clean() {
        let all = Wording::ALL.iter().flat_map(|wording| documents_in(*wording));
        let mut findings: Vec<Finding> = all.flat_map(lint).collect();
        findings.extend(Wording::ALL.iter().flat_map(|wording| lint_consent(consent_questions(*wording).unwrap())));
        for found in &findings {
            println!("{:?} at {}: {:?} ({})", found.rule, found.place, found.text, found.hint);
        }
        assert!(findings.is_empty(), "{} findings, printed above", findings.len());
    }

    #[test]
    fn all_shipped_easy_read_is_below_grade_5_and_the_leaflets_below_grade_9() {
        for document in Wording::ALL.iter().flat_map(|wording| documents_in(*wording)) {
            let (easy, plain) = (reading_grade(&easy_texts(document)), reading_grade(&document.plain_texts()));
            println!("{} {:?}: easy read {easy:.1}, plain leaflet {plain:.1}", document.key, document.wording);
            assert!(easy < 5.0 && plain < 9.0, "{}", document.key);
        }
        for wording in Wording::ALL {
            let consent = reading_grade(&consent_texts(consent_questions(*wording).unwrap()));
            println!("consent conversation {wording:?}: {consent:.1}");
            assert!(consent < 5.0);
        }
    }
}
