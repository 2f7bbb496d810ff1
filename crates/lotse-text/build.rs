//! Turns the Fluent files under `locales/` into typed functions and a table of keys.
//!
//! English is the reference: each of its messages becomes a function with one parameter per argument, in alphabetical
//! order, so that rewording a text never changes what a call means. The build fails on what can never be right: broken
//! syntax, a key that stands twice, a translation of no key, an argument that the reference does not have. A *missing*
//! translation is left to a test, which lists them all at once.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};

/// The languages, the reference first.
const LANGUAGES: [&str; 3] = ["en", "de", "ja"];

/// A key (`id` or `id.attribute`) with what the functions need to know about it.
type Keys = BTreeMap<String, Message>;

struct Message {
    arguments: BTreeSet<String>,
    text: String,
    file: PathBuf,
}

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("locales");
    emit(&format!("cargo::rerun-if-changed={}", root.display()));
    let mut files = BTreeMap::new();
    let mut keys = BTreeMap::new();
    for language in LANGUAGES {
        let found = fluent_files(&root.join(language))?;
        keys.insert(language, read(&found)?);
        files.insert(language, found);
    }
    let Some(reference) = keys.get("en") else { return Err("locales/en is missing".into()) };
    for (language, translated) in &keys {
        refuse_strays(language, translated, reference)?;
    }
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    fs::write(out.join("tr.rs"), functions(reference)?)?;
    fs::write(out.join("tables.rs"), tables(&files, &keys)?)?;
    Ok(())
}

/// Standard output is how a build script talks to cargo.
fn emit(line: &str) {
    println!("{line}");
}

fn fluent_files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|source| format!("{}: {source}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ext| ext == "ftl") {
            emit(&format!("cargo::rerun-if-changed={}", path.display()));
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(files: &[PathBuf]) -> Result<Keys, Box<dyn Error>> {
    let mut keys = Keys::new();
    for file in files {
        let source = fs::read_to_string(file)?;
        let resource = fluent_syntax::parser::parse(source.as_str()).map_err(|(_, errors)| {
            let mut report = String::new();
            for error in errors {
                let line = source.get(..error.pos.start).map_or(1, |before| before.matches('\n').count() + 1);
                let _ = writeln!(report, "{}:{line}: {error}", file.display());
            }
            report
        })?;
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let id = message.id.name;
                if let Some(value) = &message.value {
                    insert(&mut keys, id.to_owned(), value, file)?;
                }
                for attribute in &message.attributes {
                    insert(&mut keys, format!("{id}.{}", attribute.id.name), &attribute.value, file)?;
                }
            }
        }
    }
    Ok(keys)
}

fn insert(keys: &mut Keys, key: String, value: &Pattern<&str>, file: &Path) -> Result<(), Box<dyn Error>> {
    let mut arguments = BTreeSet::new();
    let mut text = String::new();
    collect(value, &mut arguments, &mut text);
    let message = Message { arguments, text, file: file.to_owned() };
    if let Some(first) = keys.get(&key) {
        return Err(format!("the key `{key}` stands in {} and in {}", first.file.display(), file.display()).into());
    }
    keys.insert(key, message);
    Ok(())
}

/// Gathers the arguments of a pattern, and its text in one line for the documentation of its function.
fn collect(pattern: &Pattern<&str>, arguments: &mut BTreeSet<String>, text: &mut String) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable { expression } => in_expression(expression, arguments, text),
        }
    }
}

fn in_expression(expression: &Expression<&str>, arguments: &mut BTreeSet<String>, text: &mut String) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, arguments, text),
        Expression::Select { selector, variants } => {
            let mut ignored = String::new();
            in_inline(selector, arguments, &mut ignored);
            for variant in variants {
                if variant.default {
                    collect(&variant.value, arguments, text);
                } else {
                    collect(&variant.value, arguments, &mut ignored);
                }
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, arguments: &mut BTreeSet<String>, text: &mut String) {
    match inline {
        InlineExpression::VariableReference { id } => {
            arguments.insert(id.name.to_owned());
            let _ = write!(text, "<{}>", id.name);
        }
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => text.push_str(value),
        InlineExpression::Placeable { expression } => in_expression(expression, arguments, text),
        InlineExpression::FunctionReference { arguments: call, .. }
        | InlineExpression::TermReference { arguments: Some(call), .. } => in_call(call, arguments, text),
        InlineExpression::TermReference { .. } | InlineExpression::MessageReference { .. } => text.push('…'),
    }
}

fn in_call(call: &CallArguments<&str>, arguments: &mut BTreeSet<String>, text: &mut String) {
    for positional in &call.positional {
        in_inline(positional, arguments, text);
    }
    for named in &call.named {
        in_inline(&named.value, arguments, text);
    }
}

fn refuse_strays(language: &str, translated: &Keys, reference: &Keys) -> Result<(), Box<dyn Error>> {
    for (key, message) in translated {
        let Some(original) = reference.get(key) else {
            return Err(format!("{}: `{key}` is no key of the reference language", message.file.display()).into());
        };
        if let Some(stray) = message.arguments.difference(&original.arguments).next() {
            return Err(format!(
                "{}: `{key}` uses ${stray}, which the reference does not have ({language})",
                message.file.display()
            )
            .into());
        }
    }
    Ok(())
}

fn functions(reference: &Keys) -> Result<String, Box<dyn Error>> {
    let mut code = String::new();
    for (key, message) in reference {
        let function = identifier(key);
        let doc = message.text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'");
        writeln!(code, "/// `{key}`: `{doc}`")?;
        writeln!(code, "#[must_use]")?;
        if message.arguments.is_empty() {
            writeln!(
                code,
                "pub fn {function}(language: Language) -> String {{ crate::catalogue::text(language, {key:?}, &[]) }}"
            )?;
            continue;
        }
        if message.arguments.len() > 6 {
            writeln!(
                code,
                "#[expect(clippy::too_many_arguments, reason = \"a sentence has as many arguments as it has\")]"
            )?;
        }
        write!(code, "pub fn {function}<'a>(language: Language")?;
        for argument in &message.arguments {
            write!(code, ", {}: impl Into<Value<'a>>", identifier(argument))?;
        }
        write!(code, ") -> String {{ crate::catalogue::text(language, {key:?}, &[")?;
        for argument in &message.arguments {
            write!(code, "({argument:?}, {}.into()),", identifier(argument))?;
        }
        writeln!(code, "]) }}")?;
    }
    Ok(code)
}

/// A Fluent name as a Rust one.
fn identifier(name: &str) -> String {
    const WORDS: [&str; 17] = [
        "as", "const", "enum", "for", "if", "in", "loop", "match", "mod", "move", "override", "ref", "return",
        "static", "type", "use", "where",
    ];
    let plain = name.replace(['-', '.'], "_").to_lowercase();
    if plain == "language" {
        "language_".to_owned()
    } else if WORDS.contains(&plain.as_str()) {
        format!("r#{plain}")
    } else {
        plain
    }
}

fn tables(files: &BTreeMap<&str, Vec<PathBuf>>, keys: &BTreeMap<&str, Keys>) -> Result<String, Box<dyn Error>> {
    let mut code = String::new();
    for language in LANGUAGES {
        let upper = language.to_uppercase();
        writeln!(code, "pub(crate) const SOURCES_{upper}: &[&str] = &[")?;
        for file in files.get(language).into_iter().flatten() {
            writeln!(code, "    include_str!({:?}),", file.display().to_string())?;
        }
        writeln!(code, "];\npub(crate) const KEYS_{upper}: &[(&str, &[&str])] = &[")?;
        for (key, message) in keys.get(language).into_iter().flatten() {
            writeln!(code, "    ({key:?}, &{:?}),", message.arguments.iter().collect::<Vec<_>>())?;
        }
        writeln!(code, "];")?;
    }
    Ok(code)
}
