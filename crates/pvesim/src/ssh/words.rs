//! A command line as a shell reads it: words, quotes, and the operators `;`, `&&`, `||`, `|`.
//!
//! Enough for what administration tools send over SSH, nothing a shell would *do*: no globs, no substitution, no
//! variables but `$?`-less ones left as they stand, no background jobs, no files written. Redirections to `/dev/null` and
//! `2>&1` are understood, since probes use them; anything else of a shell is a syntax error, said as dash says it.

/// When a command of a list runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Always: the first one, and those behind `;` or a line's end.
    Always,
    /// Behind `&&`: after success.
    Success,
    /// Behind `||`: after failure.
    Failure,
}

/// Where a stream of a command goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sink {
    /// To its own channel.
    #[default]
    Own,
    /// Nowhere.
    Null,
    /// To the other channel: `2>&1` or `1>&2`.
    Other,
}

/// One simple command of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simple {
    /// When it runs.
    pub when: When,
    /// Program and arguments, quotes removed.
    pub words: Vec<String>,
    /// Where standard output goes.
    pub stdout: Sink,
    /// Where standard error goes.
    pub stderr: Sink,
}

/// A line that a shell would refuse.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SyntaxError {
    /// A quote without its end.
    #[error("Syntax error: Unterminated quoted string")]
    Quote,
    /// An operator where a command was expected.
    #[error("Syntax error: \"{0}\" unexpected")]
    Unexpected(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Operator(&'static str),
}

/// Parts a line into its commands.
pub fn parse(line: &str) -> Result<Vec<Simple>, SyntaxError> {
    let mut commands = Vec::new();
    let mut current = Simple { when: When::Always, words: Vec::new(), stdout: Sink::Own, stderr: Sink::Own };
    let mut tokens = tokens(line)?.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(word) => current.words.push(word),
            Token::Operator(operator @ (";" | "&&" | "||")) => {
                if current.words.is_empty() {
                    if operator == ";" && tokens.peek().is_none() && !commands.is_empty() {
                        break;
                    }
                    return Err(SyntaxError::Unexpected(operator.to_owned()));
                }
                let when = match operator {
                    "&&" => When::Success,
                    "||" => When::Failure,
                    _ => When::Always,
                };
                commands.push(std::mem::replace(
                    &mut current,
                    Simple { when, words: Vec::new(), stdout: Sink::Own, stderr: Sink::Own },
                ));
            }
            Token::Operator("\n") => {
                if !current.words.is_empty() {
                    commands.push(std::mem::replace(
                        &mut current,
                        Simple { when: When::Always, words: Vec::new(), stdout: Sink::Own, stderr: Sink::Own },
                    ));
                }
            }
            Token::Operator(operator @ (">" | "2>" | "&>")) => match tokens.next() {
                Some(Token::Word(file)) if file == "/dev/null" => {
                    if operator != "2>" {
                        current.stdout = Sink::Null;
                    }
                    if operator != ">" {
                        current.stderr = Sink::Null;
                    }
                }
                Some(Token::Word(file)) => return Err(SyntaxError::Unexpected(format!("> {file}"))),
                Some(Token::Operator(other)) => return Err(SyntaxError::Unexpected(other.to_owned())),
                None => return Err(SyntaxError::Unexpected("newline".to_owned())),
            },
            Token::Operator("2>&1") => {
                current.stderr = if current.stdout == Sink::Null { Sink::Null } else { Sink::Other };
            }
            Token::Operator("1>&2") => current.stdout = Sink::Other,
            Token::Operator(other) => return Err(SyntaxError::Unexpected(other.to_owned())),
        }
    }
    if current.words.is_empty() {
        if current.when != When::Always {
            return Err(SyntaxError::Unexpected("end of file".to_owned()));
        }
    } else {
        commands.push(current);
    }
    Ok(commands)
}

/// Operators by length, the longest first.
const OPERATORS: [&str; 12] = ["2>&1", "1>&2", ">&2", "2>", "&>", "&&", "||", ">", ";", "|", "&", "<"];

fn tokens(line: &str) -> Result<Vec<Token>, SyntaxError> {
    let mut found = Vec::new();
    let mut word: Option<String> = None;
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        match first {
            '\'' => {
                let (inside, behind) = after.split_once('\'').ok_or(SyntaxError::Quote)?;
                word.get_or_insert_default().push_str(inside);
                rest = behind;
            }
            '"' => rest = double_quoted(after, word.get_or_insert_default())?,
            '\\' => {
                let mut chars = after.chars();
                match chars.next() {
                    Some('\n') | None => {}
                    Some(escaped) => word.get_or_insert_default().push(escaped),
                }
                rest = chars.as_str();
            }
            '\n' => {
                found.extend(word.take().map(Token::Word));
                found.push(Token::Operator("\n"));
                rest = after;
            }
            '#' if word.is_none() => rest = rest.find('\n').and_then(|at| rest.get(at..)).unwrap_or_default(),
            blank if blank.is_whitespace() => {
                found.extend(word.take().map(Token::Word));
                rest = after;
            }
            _ => {
                // `2>` is an operator only where a word begins; in `a2>` the 2 belongs to the word.
                let operator = OPERATORS.into_iter().find(|operator| {
                    rest.starts_with(operator) && (word.is_none() || !operator.starts_with(['1', '2']))
                });
                if let Some(operator) = operator {
                    found.extend(word.take().map(Token::Word));
                    found.push(Token::Operator(if operator == ">&2" { "1>&2" } else { operator }));
                    rest = rest.get(operator.len()..).unwrap_or_default();
                } else {
                    word.get_or_insert_default().push(first);
                    rest = after;
                }
            }
        }
    }
    found.extend(word.map(Token::Word));
    Ok(found)
}

/// Inside double quotes a backslash escapes only itself, quotes, dollars, backticks and line ends.
fn double_quoted<'a>(text: &'a str, word: &mut String) -> Result<&'a str, SyntaxError> {
    let mut chars = text.chars();
    loop {
        match chars.next().ok_or(SyntaxError::Quote)? {
            '"' => return Ok(chars.as_str()),
            '\\' => match chars.next().ok_or(SyntaxError::Quote)? {
                '\n' => {}
                escaped @ ('"' | '\\' | '$' | '`') => word.push(escaped),
                other => {
                    word.push('\\');
                    word.push(other);
                }
            },
            other => word.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<Vec<String>> {
        parse(line).unwrap().into_iter().map(|command| command.words).collect()
    }

    #[test]
    fn quotes_and_escapes_make_one_word() {
        assert_eq!(
            words(r#"pvesh set /x --description 'it'\''s' "a \"b\" \n $x" c\ d"#),
            [["pvesh", "set", "/x", "--description", "it's", "a \"b\" \\n $x", "c d"]]
        );
        assert_eq!(words("echo ''"), [["echo", ""]]);
    }

    #[test]
    fn lists_keep_their_conditions() {
        let commands =
            parse("command -v pvesh >/dev/null 2>&1 && pvesh get /version || echo no; true\nid # who").unwrap();
        let whens: Vec<When> = commands.iter().map(|command| command.when).collect();
        assert_eq!(whens, [When::Always, When::Success, When::Failure, When::Always, When::Always]);
        assert_eq!((commands[0].stdout, commands[0].stderr), (Sink::Null, Sink::Null));
        assert_eq!(commands[4].words, ["id"]);
    }

    #[test]
    fn what_no_shell_accepts_is_refused() {
        assert_eq!(parse("echo 'x"), Err(SyntaxError::Quote));
        assert!(parse("&& true").is_err());
        assert!(parse("true &&").is_err());
        assert!(parse("echo x > /etc/passwd").is_err());
        assert!(parse("yes | head").is_err());
        assert_eq!(parse("  ").unwrap(), []);
    }
}
