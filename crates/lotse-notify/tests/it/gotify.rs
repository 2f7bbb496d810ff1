//! Gotify.

use lotse_notify::{Address, Gotify, GotifySettings, Trouble, Wire as _};

use crate::{
    http_server::{Server, answer},
    letters::letter,
};

const TOKEN: &str = "AKf6xR.secret_Token";

fn gotify(server: &Server) -> Gotify {
    let address = Address::new(&server.at("/push/")).unwrap();
    Gotify::new(GotifySettings::new(address, TOKEN.to_owned().into())).unwrap()
}

#[tokio::test]
async fn a_letter_is_a_message_of_the_application() {
    let server =
        Server::always(answer(200, r#"{"id":25,"appid":5,"message":"x","date":"2026-11-22T07:14:23Z"}"#)).await;
    let receipt = gotify(&server).send(&letter()).await.unwrap();
    assert_eq!(receipt.reference.as_deref(), Some("25"));
    let request = server.request();
    assert_eq!((request.method.as_str(), request.path.as_str()), ("POST", "/push/message"));
    assert_eq!(request.header("x-gotify-key"), Some(TOKEN));
    let message = request.json();
    assert_eq!(message["priority"], 10);
    assert_eq!(message["extras"]["client::display"]["contentType"], "text/plain");
    assert!(message["message"].as_str().unwrap().ends_with("lotse monitor-ack 17"));
}

#[tokio::test]
async fn the_servers_words_are_passed_on() {
    let said =
        r#"{"error":"Unauthorized","errorCode":401,"errorDescription":"you need to provide a valid access token"}"#;
    let server = Server::always(answer(401, said)).await;
    let trouble = gotify(&server).send(&letter()).await.unwrap_err();
    let said = "you need to provide a valid access token".to_owned();
    assert_eq!(trouble, Trouble::Refused { status: 401, said });
}
