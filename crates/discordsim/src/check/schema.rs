//! Bodies against Discord's own OpenAPI description, where that is at hand.
//!
//! Three things of the description are read as its own notes say: `oneOf` means "one of these formats" as `anyOf` does,
//! an integer may be sent as a string of digits (and an id as an integer), and further members are not forbidden. The last is too mild for a test,
//! since a misspelt member would pass: here every object is closed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value, json};

use super::Flaw;

/// Why a description could not be used.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The file cannot be read.
    #[error("the description {path} cannot be read")]
    Read {
        /// Which file.
        path: PathBuf,
        /// The system's reason.
        #[source]
        source: std::io::Error,
    },
    /// The file is no JSON.
    #[error("the description {path} is no JSON")]
    Parse {
        /// Which file.
        path: PathBuf,
        /// Where it ends to be JSON.
        #[source]
        source: serde_json::Error,
    },
}

/// Discord's description, with the validators that were needed so far.
#[derive(Debug)]
pub struct Schema {
    paths: Value,
    components: Value,
    /// By what is checked; `None`: nothing is described for it.
    ready: Mutex<HashMap<String, Option<Arc<Validator>>>>,
}

/// One description is read once in a process: it has a megabyte.
static READ: OnceLock<Mutex<HashMap<PathBuf, Arc<Schema>>>> = OnceLock::new();

impl Schema {
    /// Reads the description from a file.
    pub fn read(path: &Path) -> Result<Arc<Self>, SchemaError> {
        let read = READ.get_or_init(Mutex::default);
        let mut read = read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(schema) = read.get(path) {
            return Ok(Arc::clone(schema));
        }
        let text =
            std::fs::read_to_string(path).map_err(|source| SchemaError::Read { path: path.to_owned(), source })?;
        let mut document: Value =
            serde_json::from_str(&text).map_err(|source| SchemaError::Parse { path: path.to_owned(), source })?;
        sharpen(&mut document);
        let paths = document.get("paths").cloned().unwrap_or_default();
        let components = document.get("components").cloned().unwrap_or_default();
        let schema = Arc::new(Self { paths, components, ready: Mutex::default() });
        read.insert(path.to_owned(), Arc::clone(&schema));
        Ok(schema)
    }

    /// What is wrong with the JSON body of a request. `template` is the path as the description writes it.
    #[must_use]
    pub fn request(&self, method: &str, template: &str, body: &Value) -> Vec<Flaw> {
        let place = format!("{} {template}", method.to_lowercase());
        self.check(&place, || self.request_schema(&method.to_lowercase(), template), body)
    }

    /// What is wrong with an answer, by the name of its schema: the simulator measures itself with it.
    #[must_use]
    pub fn component(&self, name: &str, body: &Value) -> Vec<Flaw> {
        self.check(name, || self.components.pointer(&format!("/schemas/{name}")).cloned(), body)
    }

    /// Whether there is such a request at all.
    #[must_use]
    pub fn knows(&self, method: &str, template: &str) -> bool {
        self.paths.get(template).and_then(|path| path.get(method.to_lowercase())).is_some()
    }

    fn request_schema(&self, method: &str, template: &str) -> Option<Value> {
        let content = self.paths.get(template)?.get(method)?.get("requestBody")?.get("content")?;
        content.get("application/json").or_else(|| content.get("multipart/form-data"))?.get("schema").cloned()
    }

    fn check(&self, place: &str, schema: impl FnOnce() -> Option<Value>, body: &Value) -> Vec<Flaw> {
        let validator = {
            let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = ready.get(place) {
                known.clone()
            } else {
                let made = schema().and_then(|schema| self.compile(place, schema));
                ready.insert(place.to_owned(), made.clone());
                made
            }
        };
        let Some(validator) = validator else { return Vec::new() };
        let mut flaws = Vec::new();
        for error in validator.iter_errors(body) {
            explain(&error, &mut flaws);
        }
        flaws
    }

    fn compile(&self, place: &str, schema: Value) -> Option<Arc<Validator>> {
        let mut root = match schema {
            Value::Object(root) => root,
            _ => Map::new(),
        };
        root.insert("components".to_owned(), self.components.clone());
        match jsonschema::options().build(&Value::Object(root)) {
            Ok(validator) => Some(Arc::new(validator)),
            Err(error) => {
                tracing::error!(%error, place, "a part of the description is no JSON schema");
                None
            }
        }
    }
}

/// Rewrites the description in place as the module's words say.
fn sharpen(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(sharpen),
        Value::Object(object) => {
            if let Some(one_of) = object.remove("oneOf") {
                object.insert("anyOf".to_owned(), one_of);
            }
            let integer = match object.get("type") {
                Some(Value::String(name)) => name == "integer",
                Some(Value::Array(names)) => names.iter().any(|name| name == "integer"),
                _ => false,
            };
            if integer && !object.contains_key("enum") && !object.contains_key("pattern") {
                let mut names = match object.remove("type") {
                    Some(Value::Array(names)) => names,
                    Some(name) => vec![name],
                    None => Vec::new(),
                };
                names.push(json!("string"));
                object.insert("type".to_owned(), Value::Array(names));
                object.insert("pattern".to_owned(), json!("^-?[0-9]+$"));
            }
            // The documentation's own examples number the files of a request with plain integers.
            if object.get("format").is_some_and(|format| format == "snowflake") {
                object.insert("type".to_owned(), json!(["string", "integer"]));
            }
            // `properties` of a schema is an object of schemas; a member that happens to be called so is none.
            let is_schema = object.get("properties").is_some_and(Value::is_object) && object.contains_key("type");
            if is_schema && !object.contains_key("additionalProperties") && !object.contains_key("allOf") {
                object.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
            object.values_mut().for_each(sharpen);
        }
        _ => {}
    }
}

/// Takes the one branch of "one of these formats" that was meant, so that the words name what is wrong.
fn explain(error: &ValidationError<'_>, flaws: &mut Vec<Flaw>) {
    let here = error.instance_path().as_str();
    if let ValidationErrorKind::AnyOf { context } = error.kind() {
        let other_kind = |branch: &&Vec<ValidationError<'_>>| {
            branch.iter().any(|one| {
                let at = one.instance_path().as_str();
                let wrong_type = matches!(one.kind(), ValidationErrorKind::Type { .. }) && at == here;
                let wrong_mark = matches!(one.kind(), ValidationErrorKind::Enum { .. }) && at == format!("{here}/type");
                wrong_type || wrong_mark
            })
        };
        let meant = context
            .iter()
            .filter(|branch| !other_kind(branch))
            .min_by_key(|branch| branch.len())
            .or_else(|| context.iter().min_by_key(|branch| branch.len()));
        if let Some(branch) = meant {
            for one in branch {
                explain(one, flaws);
            }
            return;
        }
    }
    let path = here.trim_start_matches('/').replace('/', ".");
    let code = match error.kind() {
        ValidationErrorKind::AdditionalProperties { .. } => "UNKNOWN_FIELD",
        ValidationErrorKind::Required { .. } => "BASE_TYPE_REQUIRED",
        ValidationErrorKind::MaxLength { .. } | ValidationErrorKind::MaxItems { .. } => "BASE_TYPE_MAX_LENGTH",
        ValidationErrorKind::MinLength { .. } | ValidationErrorKind::MinItems { .. } => "BASE_TYPE_BAD_LENGTH",
        ValidationErrorKind::Enum { .. } => "BASE_TYPE_CHOICES",
        _ => "SCHEMA",
    };
    let message: String = error.to_string().chars().take(400).collect();
    flaws.push(Flaw { path, code, message });
}
