//! Matrix.

use std::time::Duration;

use lotse_notify::{Address, Matrix, MatrixSettings, Trouble, Wire as _};

use crate::{
    http_server::{Act, Server, answer},
    letters::{ID, letter, long, recovery},
};

const TOKEN: &str = "syt_bG90c2U_secret_0000";

fn taken() -> Act {
    answer(200, r#"{"event_id":"$YUwRidLecu:example.com"}"#)
}

fn matrix(server: &Server) -> Matrix {
    let address = Address::new(&server.at("")).unwrap();
    Matrix::new(MatrixSettings::new(address, TOKEN.to_owned().into(), "!a/b:example.org")).unwrap()
}

#[tokio::test]
async fn the_letters_id_is_the_transactions() {
    let server = Server::always(taken()).await;
    let wire = matrix(&server);
    let receipts = [wire.send(&letter()).await.unwrap(), wire.send(&letter()).await.unwrap()];
    assert_eq!(receipts[0].reference.as_deref(), Some("$YUwRidLecu:example.com"));
    for request in server.requests() {
        assert_eq!(request.method, "PUT");
        let path = format!("/_matrix/client/v3/rooms/!a%2Fb:example.org/send/m.room.message/{ID}");
        assert_eq!(request.path, path);
        assert_eq!(request.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    }
}

#[tokio::test]
async fn nothing_in_it_is_markup_or_calls_anybody() {
    let server = Server::always(taken()).await;
    matrix(&server).send(&letter()).await.unwrap();
    let event = server.request().json();
    assert_eq!(event["msgtype"], "m.text");
    assert_eq!(event["m.mentions"], serde_json::json!({}));
    let (plain, html) = (event["body"].as_str().unwrap(), event["formatted_body"].as_str().unwrap());
    assert!(plain.contains("@\u{2060}room"), "{plain}");
    assert!(
        html.starts_with("<strong>web1 &lt;b&gt;&amp; größer&lt;/b&gt; is off</strong><br>@\u{2060}everyone"),
        "{html}"
    );
    assert_eq!(html.replace("<strong>", "").replace("</strong>", "").replace("<br>", "").find(['<', '>']), None);
}

#[tokio::test]
async fn the_end_answers_the_beginning() {
    let server = Server::always(taken()).await;
    matrix(&server).send(&recovery("$first")).await.unwrap();
    assert_eq!(server.request().json()["m.relates_to"]["m.in_reply_to"]["event_id"], "$first");
}

#[tokio::test]
async fn an_event_is_smaller_than_the_limit() {
    let server = Server::always(taken()).await;
    matrix(&server).send(&long()).await.unwrap();
    let request = server.request();
    assert!((30_000..63_000).contains(&request.body.len()), "{}", request.body.len());
    assert!(request.json()["body"].as_str().unwrap().ends_with("lotse monitor-ack 17"));
}

#[tokio::test]
async fn the_limit_is_kept_as_the_server_says_it() {
    let said = r#"{"errcode":"M_LIMIT_EXCEEDED","error":"Too Many Requests","retry_after_ms":2500}"#;
    let server = Server::always(answer(429, said)).await;
    let trouble = matrix(&server).send(&letter()).await.unwrap_err();
    assert_eq!(trouble, Trouble::TooFast { after: Some(Duration::from_millis(2500)) });
}

#[tokio::test]
async fn a_refusal_has_the_servers_code() {
    let said = r#"{"errcode":"M_FORBIDDEN","error":"User @lotse:example.org not in room"}"#;
    let server = Server::always(answer(403, said)).await;
    let trouble = matrix(&server).send(&letter()).await.unwrap_err();
    assert_eq!(trouble.to_string(), "refused with 403: M_FORBIDDEN User @lotse:example.org not in room");
}

#[test]
fn a_room_is_named_by_its_id() {
    for room in ["", "!", "#alerts:example.org", "alerts", "!a b:c"] {
        let server = Address::new("https://matrix.example.org").unwrap();
        let settings = MatrixSettings::new(server, TOKEN.to_owned().into(), room);
        assert_eq!(Matrix::new(settings).unwrap_err().code(), "E-NOTIFY-PLACE", "{room}");
    }
}
