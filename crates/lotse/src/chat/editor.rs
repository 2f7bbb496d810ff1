//! The line editor. It blocks while a person types, so it lives in a thread of its own and talks by channels.

use std::sync::{Arc, PoisonError, RwLock, mpsc::SyncSender};

use nu_ansi_term::{Color, Style};
use reedline::{
    ColumnarMenu, DefaultHinter, Emacs, ExternalPrinter, History, KeyCode, KeyModifiers, MenuBuilder as _, Reedline,
    ReedlineEvent, ReedlineMenu, Signal, default_emacs_keybindings,
};
use tokio::sync::mpsc;

use super::{
    completer::{ChatCompleter, Words},
    prompt::LotsePrompt,
};
use crate::{names::Known, session::Session};

/// So many messages may wait to be shown above the prompt.
const WAITING: usize = 64;

/// What came from the person.
#[derive(Debug)]
pub(super) enum Input {
    /// One or several lines.
    Line(String),
    /// Ctrl-C at the prompt.
    Interrupted,
    /// Ctrl-D, or the terminal is gone.
    End,
}

/// The editor, seen from the chat.
#[derive(Debug)]
pub(super) struct Editor {
    wanted: mpsc::Sender<()>,
    inputs: mpsc::Receiver<Input>,
    above: SyncSender<String>,
    words: Arc<RwLock<Words>>,
}

impl Editor {
    /// Starts the thread of the editor.
    pub(super) fn start(session: &Session, history: Option<Box<dyn History>>) -> std::io::Result<Self> {
        let words = Arc::new(RwLock::new(Words {
            known: Known::default(),
            favourites: session.favourites.clone(),
            aliases: session.aliases.iter().map(|(word, _)| word.to_owned()).collect(),
        }));
        let printer = ExternalPrinter::new(WAITING);
        let above = printer.sender();
        let completer = ChatCompleter::new(Arc::clone(&words), session.language);
        let colour = session.printer.has_colour();
        let prompt = LotsePrompt::new(place(session));
        let (wanted, mut asked) = mpsc::channel::<()>(1);
        let (send, inputs) = mpsc::channel(1);
        std::thread::Builder::new().name("editor".to_owned()).spawn(move || {
            let mut editor = build(completer, printer, colour, history);
            while asked.blocking_recv().is_some() {
                let input = match editor.read_line(&prompt) {
                    Ok(Signal::Success(text)) => Input::Line(text),
                    Ok(Signal::CtrlC) => Input::Interrupted,
                    Ok(Signal::CtrlD) | Err(_) => Input::End,
                    Ok(_) => Input::Line(String::new()),
                };
                if send.blocking_send(input).is_err() {
                    return;
                }
            }
        })?;
        Ok(Self { wanted, inputs, above, words })
    }

    /// Reads what the person types next.
    pub(super) async fn read(&mut self) -> Input {
        if self.wanted.send(()).await.is_err() {
            return Input::End;
        }
        self.inputs.recv().await.unwrap_or(Input::End)
    }

    /// Where messages go that appear above the prompt.
    pub(super) fn above(&self) -> SyncSender<String> {
        self.above.clone()
    }

    /// Completes these names from now on.
    pub(super) fn learn(&self, known: Known) {
        self.words.write().unwrap_or_else(PoisonError::into_inner).known = known;
    }
}

/// What stands in the prompt: the one cluster that is asked.
fn place(session: &Session) -> Option<&str> {
    match (session.only.as_slice(), session.fleet.clusters()) {
        ([only], _) => Some(only.as_str()),
        ([], [only]) => Some(only.name().as_str()),
        _ => None,
    }
}

fn build(
    completer: ChatCompleter,
    printer: ExternalPrinter<String>,
    colour: bool,
    history: Option<Box<dyn History>>,
) -> Reedline {
    const MENU: &str = "completion";
    let mut keys = default_emacs_keybindings();
    keys.add_binding(
        KeyModifiers::NONE,
        KeyCode::Tab,
        ReedlineEvent::UntilFound(vec![ReedlineEvent::Menu(MENU.to_owned()), ReedlineEvent::MenuNext]),
    );
    let dim = Style::new().fg(Color::DarkGray);
    let mut editor = Reedline::create()
        .with_completer(Box::new(completer))
        .with_quick_completions(true)
        .with_partial_completions(true)
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(ColumnarMenu::default().with_name(MENU))))
        .with_edit_mode(Box::new(Emacs::new(keys)))
        .with_hinter(Box::new(DefaultHinter::default().with_style(dim)))
        .with_external_printer(printer)
        .with_ansi_colors(colour)
        .use_bracketed_paste(true)
        // As in shells: what begins with a space is remembered by nobody.
        .with_history_exclusion_prefix(Some(" ".to_owned()));
    if let Some(history) = history {
        editor = editor.with_history(history);
    }
    editor
}
