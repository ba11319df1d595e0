//! "Who has looked at this record", and "what may each agency see?".
