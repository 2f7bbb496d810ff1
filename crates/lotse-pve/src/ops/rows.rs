//! Lists of an answer: what could be read, and what could not.
//!
//! A bad row never fails a list. It is left out, and the answer says so ([`HiddenWhy::Unreadable`]), so that nobody takes the
//! rest for the whole.

use lotse_model::HiddenWhy;
use serde_json::Value;

use super::row::{Malformed, Row};

/// The rows of a list that could be read, and why the others could not.
#[derive(Debug)]
pub(crate) struct Rows<T> {
    /// The readable ones, in the order of the answer.
    pub(crate) good: Vec<T>,
    /// The others.
    pub(crate) bad: Vec<Malformed>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { good: Vec::new(), bad: Vec::new() }
    }
}

impl<T> Rows<T> {
    /// Reads a list whose rows are objects. `null` is an empty list, as Proxmox answers it now and then.
    pub(crate) fn read(
        value: &Value,
        mut read: impl FnMut(Row<'_>) -> Result<T, Malformed>,
    ) -> Result<Self, Malformed> {
        Self::read_values(value, |value| Row::of(value).and_then(&mut read))
    }

    /// Reads a list whose rows are of any form.
    pub(crate) fn read_values(
        value: &Value,
        mut read: impl FnMut(&Value) -> Result<T, Malformed>,
    ) -> Result<Self, Malformed> {
        let mut rows = Self::default();
        match value {
            Value::Array(elements) => elements.iter().for_each(|element| rows.take(read(element))),
            Value::Null => {}
            other => return Err(Malformed::at("", Some(other))),
        }
        Ok(rows)
    }

    /// Takes one row in, good or bad.
    pub(crate) fn take(&mut self, row: Result<T, Malformed>) {
        match row {
            Ok(row) => self.good.push(row),
            Err(why) => self.bad.push(why),
        }
    }
}

/// What an answer says about its unreadable rows; nothing when there are none.
pub(crate) fn unreadable(bad: &[Malformed]) -> Option<HiddenWhy> {
    let first = bad.first()?;
    Some(HiddenWhy::Unreadable { rows: u32::try_from(bad.len()).unwrap_or(u32::MAX), first: first.line() })
}

#[cfg(test)]
mod tests {
    use lotse_model::{HiddenWhy, Vmid};
    use serde_json::json;

    use super::{Rows, unreadable};

    #[test]
    fn a_bad_row_costs_itself_and_is_counted() {
        let list = json!([{ "vmid": "101" }, { "vmid": "lots" }, "no object", { "name": "x" }, { "vmid": 100 }]);
        let rows = Rows::read(&list, |row| row.need::<Vmid>("vmid")).unwrap();
        assert_eq!(rows.good.iter().map(|vmid| vmid.get()).collect::<Vec<_>>(), [101, 100]);
        let Some(HiddenWhy::Unreadable { rows, first }) = unreadable(&rows.bad) else { panic!("said") };
        assert_eq!((rows, first.as_str()), (3, "vmid: \"lots\""));
    }

    #[test]
    fn null_is_an_empty_list_and_an_object_is_no_list() {
        let none = Rows::read(&json!(null), |row| row.need_text("x")).unwrap();
        assert!(none.good.is_empty() && none.bad.is_empty() && unreadable(&none.bad).is_none());
        assert!(Rows::read(&json!({ "n": 1 }), |row| row.need_text("x")).is_err());
    }
}
