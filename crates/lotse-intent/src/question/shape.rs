//! What a word looks like: the name of a machine, a verb, an adverb. For words that no lexicon knows.

/// The last word of what may be a phrase ("how does").
pub(super) fn last_word(text: &str) -> &str {
    text.rsplit(' ').next().unwrap_or_default()
}

/// Letters with a digit, hyphen, dot or underscore among them, as names of machines have and words have not.
pub(super) fn is_identifier(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.'))
        && text.contains(|c: char| c.is_ascii_alphabetic())
        && !text.contains([':', '@', '='])
}

/// Units and files are no names of guests.
pub(super) fn is_file(text: &str) -> bool {
    [".service", ".timer", ".socket", ".mount", ".target", ".log", ".conf", ".iso", ".img", ".js", ".sh", ".py"]
        .iter()
        .any(|end| text.ends_with(end))
        || ["systemd-", "docker-"].iter().any(|start| text.starts_with(start))
}

pub(super) fn is_article(text: &str) -> bool {
    matches!(text, "the" | "my" | "our" | "der" | "die" | "das" | "den" | "dem" | "des" | "mein" | "meine" | "meiner")
}

/// "anybody", "irgendwas": somebody or something, and nobody in particular.
pub(super) fn is_pronoun(text: &str) -> bool {
    ["any", "some", "every", "nobody", "irgend", "jemand", "niemand", "jede"]
        .iter()
        .any(|start| text.starts_with(start))
}

/// A finite verb that has its subject behind it and the rest of the verb behind that.
pub(super) fn is_auxiliary(text: &str) -> bool {
    let last = last_word(text);
    let short = last.strip_suffix("'s").filter(|word| matches!(*word, "how" | "what" | "why" | "where" | "when"));
    short.is_some()
        || matches!(
            last,
            "is" | "was" | "does" | "did" | "has" | "had" | "can" | "will" | "isn't" | "wasn't" | "doesn't" | "didn't"
        )
        || matches!(
            last,
            "ist" | "war" | "wird" | "wurde" | "hat" | "hatte" | "kann" | "verbraucht" | "braucht" | "nutzt"
        )
}

/// Whether a strange word has the ending of a verb, an adverb or an adjective: then it says something of the thing.
pub(super) fn is_verb_shape(text: &str) -> bool {
    // The ending, and how many letters its stem has at least: "nutzbar" is an adjective, "foobar" may be a name.
    let endings = [
        ("ing", 3),
        ("ed", 3),
        ("ly", 3),
        ("able", 3),
        ("ful", 3),
        ("ous", 3),
        ("iert", 3),
        ("lich", 3),
        ("bar", 4),
        ("isch", 3),
        ("weise", 3),
        ("sam", 3),
        ("ig", 3),
    ];
    let ending =
        endings.iter().any(|(end, stem)| text.strip_suffix(end).is_some_and(|rest| rest.chars().count() >= *stem));
    let prefixes = ["ge", "ange", "aufge", "ausge", "einge", "abge", "umge", "zuge", "vorge", "ver", "ent", "zer"];
    let participle = prefixes.iter().any(|start| text.strip_prefix(start).is_some_and(|rest| rest.len() > 3))
        && (text.ends_with('t') || text.ends_with("en"));
    ending || participle
}

/// Plurals without an article: "sizes", "größen". Names end in "-us", "-is", "-os" as well.
pub(super) fn is_plural_shape(text: &str) -> bool {
    let latin = ["us", "is", "os", "ss", "as"].iter().any(|end| text.ends_with(end));
    text.len() > 4 && (text.ends_with('s') && !latin || text.ends_with("en"))
}

/// Nouns that stand behind "VM" and "container" and make another noun of it ("container runtime"): a guest may be called so,
/// and then its name is known.
pub(super) fn is_common_noun(text: &str) -> bool {
    let nouns = [
        "runtime",
        "engine",
        "registry",
        "orchestration",
        "technology",
        "technologie",
        "platform",
        "software",
        "network",
        "networking",
        "security",
        "migration",
        "console",
        "konsole",
        "agent",
        "driver",
        "drivers",
        "treiber",
        "limit",
        "limits",
        "count",
        "types",
        "type",
        "typ",
        "format",
        "console",
        "consoles",
        "settings",
        "encryption",
        "isolation",
        "sprawl",
        "escape",
        "orchestrierung",
        "laufzeit",
        "netzwerk",
        "verwaltung",
        "management",
        "hosting",
        "layer",
        "cluster",
        "cloud",
        "nesting",
        "lifecycle",
        "monitoring",
        "performance",
        "import",
        "export",
        "gpu",
        "passthrough",
        "firmware",
        "bios",
        "uefi",
        "clone",
    ];
    nouns.contains(&text)
}

/// Adverbs and words for amounts, which stand where a name may stand and have no ending that tells them.
pub(super) fn is_adverb(text: &str) -> bool {
    let german =
        ["genug", "immer", "oft", "selten", "kaum", "fast", "etwa", "weniger", "mehr", "viel", "zuviel", "derart"];
    let english =
        ["enough", "often", "always", "ever", "rather", "quite", "less", "more", "much", "too", "spare", "still"];
    german.contains(&text) || english.contains(&text)
}
