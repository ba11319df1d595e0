//! The tools of this register: those that its organisation gave it as data files (`--tool`), before
//! those that come with the product.
//!
//! Files are read and checked once, when the server starts: a tool that changes under a running
//! server could suggest anything. A file that is not sound keeps the server from starting, and the
//! sentence says why.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::NaiveDate;

use super::model::{Audience, Tool, ToolFault, tool_by, tool_for};
use crate::base::dates;

/// Why the tools of an organisation cannot be used. Names the file; a data file holds nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadFault {
    /// There is no such file, or it is no text.
    #[error("The tool in {file} cannot be read: {why}")]
    Unreadable {
        /// Which file.
        file: String,
        /// What the machine says.
        why: String,
    },
    /// The file is no sound tool.
    #[error("The tool in {file} cannot be used: {fault}")]
    Unsound {
        /// Which file.
        file: String,
        /// What is wrong in it.
        fault: ToolFault,
    },
    /// There is a tool of this id and version already; a version never changes.
    #[error(
        "The tool in {file} cannot be used: {id}, version {version}, is there already; raise the version of what changed"
    )]
    ThereAlready {
        /// Which file.
        file: String,
        /// The tool's id.
        id: String,
        /// Its version.
        version: u32,
    },
    /// Nobody could say which of two different tools is meant.
    #[error("The tool in {file} cannot be used: {id} is for the same people as {other}; give one of the two")]
    TwoForTheSame {
        /// Which file.
        file: String,
        /// The tool's id.
        id: String,
        /// The other's.
        other: String,
    },
}

/// The tools of this register. Without files of the organisation's own: those that are shipped.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tools {
    given: Vec<Tool>,
}

/// Which tool fits somebody of an age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToolFor<'a> {
    /// This one.
    Loaded(&'a Tool),
    /// None is loaded for this audience; the rating can be set without one.
    NotLoaded(Audience),
    /// No date of birth is recorded, so nobody can say.
    AgeNotKnown,
}

impl Tools {
    /// Reads and checks the organisation's own data files.
    ///
    /// # Errors
    /// [`LoadFault`] names the first file that cannot be used, and why.
    pub fn read(files: &[PathBuf]) -> Result<Self, LoadFault> {
        let mut tools = Self::default();
        for path in files {
            let text = fs::read_to_string(path)
                .map_err(|error| LoadFault::Unreadable { file: name(path), why: error.to_string() })?;
            // Some editors put a mark before the text that is none of it.
            let tool = Tool::from_json(text.trim_start_matches('\u{feff}'))
                .map_err(|fault| LoadFault::Unsound { file: name(path), fault })?;
            tools.add(&name(path), tool)?;
        }
        Ok(tools)
    }

    fn add(&mut self, file: &str, tool: Tool) -> Result<(), LoadFault> {
        let new = tool.definition();
        let (file, id, version) = (file.to_owned(), new.id.clone(), new.version);
        if self.named(&id, version).is_some() {
            return Err(LoadFault::ThereAlready { file, id, version });
        }
        let same =
            self.given.iter().map(Tool::definition).find(|other| other.audience == new.audience && other.id != id);
        if let Some(other) = same {
            return Err(LoadFault::TwoForTheSame { file, id, other: other.id.clone() });
        }
        self.given.push(tool);
        Ok(())
    }

    /// The tools that the organisation gave.
    #[must_use]
    pub fn given(&self) -> &[Tool] {
        &self.given
    }

    /// A tool by id and version: the one whose page was filled in, though a newer one may be there.
    #[must_use]
    pub fn named(&self, id: &str, version: u32) -> Option<&Tool> {
        let this = |tool: &&Tool| tool.definition().id == id && tool.definition().version == version;
        self.given.iter().find(this).or_else(|| tool_by(id, version))
    }

    /// The tool for an audience on a day: the newest version that is in use by then, of the
    /// organisation's own tool where it has one for them, else of the shipped one.
    #[must_use]
    pub fn offered(&self, audience: Audience, today: NaiveDate) -> Option<&Tool> {
        let shipped = tool_for(audience);
        let in_use = |tool: &&Tool| tool.definition().audience == audience && tool.definition().effective_from <= today;
        let Some(own) = self.given.iter().filter(in_use).max_by_key(|tool| tool.definition().version) else {
            return shipped;
        };
        let newer = |shipped: &&Tool| {
            shipped.definition().id == own.definition().id && shipped.definition().version > own.definition().version
        };
        Some(shipped.filter(newer).unwrap_or(own))
    }

    /// The tool for somebody born on a day, as of today.
    #[must_use]
    pub fn for_person(&self, born_on: Option<NaiveDate>, today: NaiveDate) -> ToolFor<'_> {
        let Some(born_on) = born_on else { return ToolFor::AgeNotKnown };
        let audience = Audience::for_age(dates::age_on(born_on, today));
        self.offered(audience, today).map_or(ToolFor::NotLoaded(audience), ToolFor::Loaded)
    }
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::model::Definition;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A tool of an organisation's own: the shipped one under another name.
    fn own(id: &str, version: u32, change: impl FnOnce(&mut Definition)) -> Tool {
        let mut definition = tool_for(Audience::Adult).unwrap().definition().clone();
        (definition.id, definition.version) = (id.to_owned(), version);
        change(&mut definition);
        definition.try_into().unwrap()
    }

    fn with(given: Vec<Tool>) -> Result<Tools, String> {
        let mut tools = Tools::default();
        for tool in given {
            tools.add("own.json", tool).map_err(|fault| fault.to_string())?;
        }
        Ok(tools)
    }

    fn offered(tools: &Tools, today: &str) -> (String, u32) {
        let tool = tools.offered(Audience::Adult, day(today)).unwrap().definition();
        (tool.id.clone(), tool.version)
    }

    #[test]
    fn without_a_date_of_birth_no_tool_is_guessed() {
        let (tools, today) = (Tools::default(), day("2026-11-22"));
        let adult = tool_for(Audience::Adult).unwrap();
        assert_eq!(tools.for_person(None, today), ToolFor::AgeNotKnown);
        assert_eq!(tools.for_person("2008-11-23".parse().ok(), today), ToolFor::NotLoaded(Audience::Child));
        assert_eq!(tools.for_person("2008-11-22".parse().ok(), today), ToolFor::Loaded(adult));
    }

    #[test]
    fn the_newest_version_of_the_organisations_own_tool_is_offered_from_its_first_day() {
        let later = own("county", 3, |tool| tool.effective_from = day("2026-12-01"));
        let tools = with(vec![own("county", 2, |_| ()), own("county", 1, |_| ()), later]).unwrap();
        assert_eq!(offered(&tools, "2026-11-30"), ("county".to_owned(), 2));
        assert_eq!(offered(&tools, "2026-12-01"), ("county".to_owned(), 3));
        assert!(tools.named("county", 1).is_some(), "what was opened with it can still be saved");
        assert!(tools.named("adult", 1).is_some());
        assert_eq!(tools.named("county", 4), None);
    }

    #[test]
    fn a_newer_version_of_the_shipped_tool_takes_its_place() {
        assert_eq!(offered(&with(vec![own("adult", 2, |_| ())]).unwrap(), "2026-11-22"), ("adult".to_owned(), 2));
    }

    #[test]
    fn a_tool_for_children_is_for_children() {
        let tools = with(vec![own("young", 1, |tool| tool.audience = Audience::Child)]).unwrap();
        assert_eq!(offered(&tools, "2026-11-22"), ("adult".to_owned(), 1));
        let child = tools.for_person("2015-01-01".parse().ok(), day("2026-11-22"));
        assert!(matches!(child, ToolFor::Loaded(tool) if tool.definition().id == "young"));
    }

    #[test]
    fn a_version_never_changes_and_two_tools_for_the_same_people_are_refused() {
        assert_eq!(
            with(vec![own("adult", 1, |tool| tool.title = "Another".to_owned())]).unwrap_err(),
            "The tool in own.json cannot be used: adult, version 1, is there already; raise the version of what changed"
        );
        assert_eq!(
            with(vec![own("county", 1, |_| ()), own("trust", 1, |_| ())]).unwrap_err(),
            "The tool in own.json cannot be used: trust is for the same people as county; give one of the two"
        );
    }
}
