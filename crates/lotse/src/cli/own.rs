//! Commands that are not of the engine's table: they start, set up or test something on this machine.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Arg, ArgAction, Command, value_parser};
use lotse_text::{Language, tr};

/// All of them, in the order in which help shows them.
pub(super) fn commands(language: Language) -> Vec<Command> {
    vec![
        demo(language),
        chat(language),
        ask(language),
        serve(language),
        pending(language),
        approve(language),
        decline(language),
        understand(language),
        sim(language),
        init(language),
        doctor(language),
        trust(language),
        backup(language),
        completions(language),
        man(language),
    ]
}

fn flag(name: &'static str, help: String) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn option(name: &'static str, value: &'static str, help: String) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn scenario(language: Language) -> Vec<Arg> {
    vec![
        option("scenario", "NAME|FILE", tr::cli_scenario(language)),
        option("seed", "N", tr::cli_seed(language)).value_parser(value_parser!(u64)),
        option("announce", "FILE", tr::cli_announce(language)).value_parser(value_parser!(PathBuf)),
    ]
}

fn demo(language: Language) -> Command {
    Command::new("demo").about(tr::cli_demo(language)).args(scenario(language))
}

fn sim(language: Language) -> Command {
    let address = |name, help| option(name, "ADDRESS:PORT", help).value_parser(value_parser!(SocketAddr));
    let number = |name, help| option(name, "N", help).value_parser(value_parser!(u32).range(1..));
    Command::new("sim")
        .about(tr::cli_sim(language))
        .arg(address("listen", tr::cli_listen(language)))
        .arg(address("ssh-listen", tr::cli_ssh_listen(language)))
        .arg(address("control", tr::cli_control(language)))
        .args(scenario(language))
        .arg(number("clusters", tr::cli_clusters(language)))
        .arg(number("nodes", tr::cli_nodes(language)))
        .arg(number("guests", tr::cli_guests(language)))
        .arg(option("authorized-keys", "FILE", tr::cli_authorized_keys(language)).value_parser(value_parser!(PathBuf)))
}

fn chat(language: Language) -> Command {
    Command::new("chat")
        .about(tr::cli_chat(language))
        .arg(Arg::new("target").value_name("USER@HOST").help(tr::cli_target(language)).conflicts_with("host"))
        .arg(option("host", "HOST", tr::cli_host(language)))
        .arg(option("username", "USER", tr::cli_username(language)))
        .arg(option("key-file", "FILE", tr::cli_key_file(language)).value_parser(value_parser!(PathBuf)))
        .arg(option("port", "PORT", tr::cli_port(language)).value_parser(value_parser!(u16).range(1..)))
        .arg(flag("sudo", tr::cli_sudo(language)))
        .arg(option("output", "FILE", tr::cli_output(language)).value_parser(value_parser!(PathBuf)))
        .arg(option("password", "PASSWORD", tr::cli_password(language)).num_args(0..=1))
        .arg(flag("quick", tr::cli_quick(language)))
        .arg(flag("no-logs", tr::cli_no_logs(language)))
        .arg(option("hours", "N", tr::cli_hours(language)).value_parser(value_parser!(u32).range(1..)))
        .arg(flag("keep-files", tr::cli_keep_files(language)))
        .arg(flag("auto-report", tr::cli_report(language)))
        .arg(flag("report-and-chat", tr::cli_report(language)))
        .arg(flag("html-report", tr::cli_report(language)))
}

fn ask(language: Language) -> Command {
    Command::new("ask")
        .about(tr::cli_ask(language))
        .arg(Arg::new("question").value_name("QUESTION").required(true).num_args(1..).help(tr::cli_question(language)))
}

fn understand(language: Language) -> Command {
    Command::new("understand")
        .about(tr::cli_understand(language))
        .arg(option("inventory", "FILE", tr::cli_inventory(language)).value_parser(value_parser!(PathBuf)))
}

fn init(language: Language) -> Command {
    Command::new("init")
        .about(tr::cli_init(language))
        .arg(Arg::new("target").value_name("USER@HOST").help(tr::cli_init_target(language)))
        .arg(option("name", "NAME", tr::cli_init_name(language)))
        .arg(option("address", "URL", tr::cli_init_address(language)).action(ArgAction::Append))
        .arg(flag("yes", tr::cli_init_yes(language)))
        .arg(
            option("import", "DIR", tr::import_help(language))
                .value_parser(value_parser!(PathBuf))
                .conflicts_with_all(["target", "address"]),
        )
        .arg(option("owner", "ID", tr::import_help_owner(language)).requires("import"))
        .arg(option("max", "LEVEL", tr::import_help_max(language)).requires("import").value_parser([
            "look",
            "operate",
            "administer",
        ]))
        .arg(flag("changes", tr::import_help_changes(language)).requires("import"))
}

fn doctor(language: Language) -> Command {
    Command::new("doctor")
        .about(tr::cli_doctor(language))
        .arg(Arg::new("target").value_name("USER@HOST").help(tr::cli_doctor_target(language)))
        .arg(flag("sudo", tr::cli_sudo(language)))
}

fn trust(language: Language) -> Command {
    Command::new("trust")
        .about(tr::cli_trust(language))
        .arg(Arg::new("host").value_name("HOST|URL").required(true).help(tr::cli_trust_host(language)))
}

fn serve(language: Language) -> Command {
    Command::new("serve").about(tr::cli_serve(language)).arg(flag("no-wait", tr::cli_no_wait(language))).arg(
        option("log-format", "FORMAT", tr::cli_log_format(language))
            .value_parser(["auto", "text", "json"])
            .default_value("auto"),
    )
}

fn pending(language: Language) -> Command {
    Command::new("pending").about(tr::cli_pending(language))
}

fn approve(language: Language) -> Command {
    Command::new("approve").about(tr::cli_approve(language)).arg(change_id(language))
}

fn decline(language: Language) -> Command {
    Command::new("decline").about(tr::cli_decline(language)).arg(change_id(language))
}

fn change_id(language: Language) -> Arg {
    Arg::new("id").value_name("ID").required(true).help(tr::cli_change_id(language))
}

fn backup(language: Language) -> Command {
    Command::new("backup").about(tr::cli_backup(language)).arg(
        Arg::new("file")
            .value_name("FILE")
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help(tr::cli_backup_file(language)),
    )
}

fn completions(language: Language) -> Command {
    Command::new("completions").about(tr::cli_completions(language)).arg(
        Arg::new("shell")
            .value_name("SHELL")
            .required(true)
            .value_parser(["bash", "zsh", "fish"])
            .help(tr::cli_shell(language)),
    )
}

fn man(language: Language) -> Command {
    Command::new("man")
        .hide(true)
        .about(tr::cli_man(language))
        .arg(option("out", "DIR", tr::cli_man_out(language)).required(true).value_parser(value_parser!(PathBuf)))
}
