//! The words of the systems this one grew out of, and their mistakes, which must not come back.

use std::sync::LazyLock;

use lotse_intent::{Intent, Matcher, Names};

static MATCHER: LazyLock<Matcher> = LazyLock::new(Matcher::new);

fn intent(text: &str) -> Intent {
    MATCHER.understand(text, &Names::default(), None).intent
}

fn all_mean(texts: &[&str], wanted: Intent) {
    for text in texts {
        assert_eq!(intent(text), wanted, "{text}");
    }
}

#[test]
fn words_lead_to_their_shortcut() {
    all_mean(&["LXC", "Container", "Zeige mir die Container", "LXC Status"], Intent::ListContainers);
    all_mean(&["VMs", "Welche VMs laufen?"], Intent::ListVms);
    all_mean(&["Proxmox-Speicher", "Proxmox storage full?", "Is any storage nearly full?"], Intent::Storage);
}

#[test]
fn docker_outranks_lxc() {
    all_mean(&["Docker Container", "welche docker container laufen?", "Dockerコンテナの一覧"], Intent::Docker);
}

#[test]
fn a_login_history_is_no_log() {
    all_mean(&["login history", "Login-Historie", "ログイン履歴"], Intent::HostUsers);
}

#[test]
fn parts_of_words_are_no_shortcut() {
    for text in ["transport error", "cluster test", "once more"] {
        let intent = intent(text);
        assert!(matches!(intent, Intent::None | Intent::Problems | Intent::Status), "{text}: {intent}");
    }
}

#[test]
fn a_question_why_keeps_its_words() {
    let answer = MATCHER.understand("Warum ist die VM langsam?", &Names::default(), None);
    assert_eq!((answer.intent, answer.text.as_str()), (Intent::WhySlow, "Warum ist die VM langsam?"));
}

#[test]
fn security_is_more_than_the_network() {
    all_mean(&["Sicherheit", "security", "セキュリティ"], Intent::HostSecurity);
}

#[test]
fn the_cluster_is_asked_for() {
    all_mean(&["Wie geht es dem Cluster?", "クラスタの状態を教えて", "how is the cluster doing?"], Intent::Status);
}

#[test]
fn memory_is_no_storage() {
    all_mean(&["Speicherverbrauch der VM 100"], Intent::GuestInfo);
    all_mean(&["Arbeitsspeicher", "メモリ", "メモリー", "memory"], Intent::HostSystem);
}

#[test]
fn japanese_lists_are_understood_in_every_spelling() {
    all_mean(&["コンテナ一覧", "ｺﾝﾃﾅ", "コンテナー", "どのコンテナが停止していますか"], Intent::ListContainers);
    all_mean(&["仮想マシン", "動いてるVMは？"], Intent::ListVms);
}

#[test]
fn a_state_is_no_order() {
    for text in ["落ちてる？", "止まってる", "止まってる？", "動いてない？"] {
        let intent = intent(text);
        assert!(
            matches!(intent, Intent::ListGuests | Intent::ListVms | Intent::Problems | Intent::Status),
            "{text}: {intent}"
        );
    }
}
