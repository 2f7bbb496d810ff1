//! Criteria as people type them behind `--where`: `memory>4G`, `cores>=4,uptime>30d`, `name=web*`.

use lotse_model::{Comparison, Criterion, Field, Measure, Place, Share};

use super::amount;

/// What guests and nodes are compared by.
pub(super) const OF_MACHINES: &[Field] = &[
    Field::Memory,
    Field::MemoryUsed,
    Field::Cores,
    Field::Cpu,
    Field::Disk,
    Field::DiskUsed,
    Field::Uptime,
    Field::Name,
];

/// What storages are compared by.
pub(super) const OF_STORAGES: &[Field] = &[Field::Size, Field::Used, Field::Free, Field::Name];

/// What snapshots and backups are compared by.
pub(super) const OF_AGES: &[Field] = &[Field::Age];

/// The signs, the longer ones before those that they begin with.
const SIGNS: [(&str, Comparison); 7] = [
    (">=", Comparison::AtLeast),
    ("≥", Comparison::AtLeast),
    ("<=", Comparison::AtMost),
    ("≤", Comparison::AtMost),
    (">", Comparison::More),
    ("<", Comparison::Less),
    ("=", Comparison::Equal),
];

/// The criteria of a text, all of which must be met; `None` where one is none of these fields.
pub(super) fn read(text: &str, fields: &[Field]) -> Option<Vec<Criterion>> {
    // Widths and case make no difference: ＞ is >.
    let folded = lotse_text::fold(text);
    let parts = folded.split([',', '、']).map(str::trim).filter(|part| !part.is_empty());
    let criteria = parts.map(|part| criterion(part, fields)).collect::<Option<Vec<_>>>()?;
    (!criteria.is_empty()).then_some(criteria)
}

/// Criteria as they are typed.
pub(super) fn write(criteria: &[Criterion]) -> String {
    criteria.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Examples of what may be typed.
pub(super) fn examples(fields: &[Field]) -> Vec<String> {
    let example = |field: &Field| match field {
        Field::Memory => "memory>4G",
        Field::MemoryUsed => "memory-used>80%",
        Field::Cores => "cores>=4",
        Field::Cpu => "cpu>50%",
        Field::Disk => "disk>100G",
        Field::DiskUsed => "disk-used>90%",
        Field::Uptime => "uptime>30d",
        Field::Age => "age>30d",
        Field::Size => "size>1T",
        Field::Used => "used>80%",
        Field::Free => "free<100G",
        Field::Name => "name=web*",
    };
    fields.iter().map(|field| example(field).to_owned()).collect()
}

fn criterion(part: &str, fields: &[Field]) -> Option<Criterion> {
    let at = part.find(['>', '<', '=', '≥', '≤'])?;
    let (name, rest) = part.split_at_checked(at)?;
    let field = *fields.iter().find(|field| field.as_str() == name.trim())?;
    let (sign, comparison) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign))?;
    let value = rest.strip_prefix(sign)?.trim();
    Criterion::new(field, *comparison, measure(field, value)?)
}

fn measure(field: Field, value: &str) -> Option<Measure> {
    if let Some(percent) = value.strip_suffix('%') {
        let percent: f64 = percent.trim().replace(',', ".").parse().ok()?;
        return (percent.is_finite() && (0.0..=1000.0).contains(&percent))
            .then(|| Measure::Share(Share::new(percent / 100.0)));
    }
    match field {
        Field::Name => name(value),
        Field::Cores => {
            let count: f64 = value.parse().ok()?;
            (count.is_finite() && count >= 0.0).then_some(Measure::Count(count))
        }
        Field::Uptime | Field::Age => amount::duration(value).map(Measure::Time),
        _ => amount::size(value).map(Measure::Bytes),
    }
}

fn name(value: &str) -> Option<Measure> {
    let (behind, before) = (value.ends_with('*'), value.starts_with('*'));
    let text = value.trim_matches('*');
    let place = match (before, behind) {
        (false, false) => Place::Whole,
        (false, true) => Place::Start,
        (true, false) => Place::End,
        (true, true) => Place::Anywhere,
    };
    (!text.is_empty() && !text.contains('*')).then(|| Measure::Text(text.to_owned(), place))
}

#[cfg(test)]
mod tests {
    use lotse_model::Field;

    use super::{OF_MACHINES, OF_STORAGES, examples, read, write};

    #[test]
    fn what_is_written_is_read_as_the_same() {
        for text in [
            "memory>4G",
            "memory-used>=80%,cores<2",
            "uptime>30d",
            "uptime<=90m",
            "disk=32G",
            "name=web*",
            "name=*db*",
            "cpu<=12.5%",
        ] {
            let criteria = read(text, OF_MACHINES).expect(text);
            assert_eq!(write(&criteria), text);
        }
        assert_eq!(write(&read(" Memory ＞ ４ GB 、 cores≥4 ", OF_MACHINES).expect("folded")), "memory>4G,cores>=4");
    }

    #[test]
    fn every_example_is_one() {
        for example in examples(&Field::ALL) {
            assert_eq!(read(&example, &Field::ALL).map(|criteria| write(&criteria)), Some(example));
        }
    }

    #[test]
    fn what_is_no_criterion_is_refused_and_never_taken_for_none() {
        for text in [
            "",
            ",",
            "memory",
            "memory>",
            "memory>much",
            "cores>4G",
            "size>1T",
            "memory>80%",
            "uptime>30",
            "name>web",
            "name=*",
            "name=a*b",
            "memory>4G,",
            "memory>4G,nonsense",
        ] {
            let expected_some = text == "memory>4G,";
            assert_eq!(read(text, OF_MACHINES).is_some(), expected_some, "{text}");
        }
        assert!(read("memory>4G", OF_STORAGES).is_none(), "a storage has no memory");
    }
}
