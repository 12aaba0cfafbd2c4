//! Where files come in and go out: the upload addresses that `files.getUploadURLExternal` gives, and `url_private`.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::header::{AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};

use crate::sandbox::core::Sandbox;

pub(in crate::sandbox) fn routes() -> Router<Sandbox> {
    Router::new().route("/upload/{id}", post(upload)).route("/files/{id}/{name}", get(download))
}

/// Takes the bytes as they are, or out of the first part of a form, as clients send either.
async fn upload(State(sandbox): State<Sandbox>, Path(id): Path<String>, request: Request) -> Response {
    let content = match content(request).await {
        Ok(content) => content,
        Err(error) => return (StatusCode::BAD_REQUEST, error).into_response(),
    };
    match sandbox.take_upload(&id, content) {
        Ok(length) => (StatusCode::OK, format!("OK - {length}")).into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, error).into_response(),
    }
}

async fn content(request: Request) -> Result<Bytes, String> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        return Bytes::from_request(request, &()).await.map_err(|error| error.to_string());
    }
    let mut form = Multipart::from_request(request, &()).await.map_err(|error| error.to_string())?;
    let part = form.next_field().await.map_err(|error| error.to_string())?;
    part.ok_or("the form is empty".to_owned())?.bytes().await.map_err(|error| error.to_string())
}

/// Who does not show a good token gets a page to sign in, and a 200, as with Slack.
async fn download(
    State(sandbox): State<Sandbox>,
    Path((id, _)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let token = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = token.and_then(|value| value.strip_prefix("Bearer "));
    match token.and_then(|token| sandbox.file_for_app(&id, token)) {
        Some((name, content)) => attachment(&name, content),
        None => {
            ([(CONTENT_TYPE, "text/html")], "<!doctype html><title>Sign in</title>Sign in").into_response()
        }
    }
}

/// A file to be saved, never shown: what people upload is not run here.
pub(in crate::sandbox) fn attachment(name: &str, content: Bytes) -> Response {
    let name: String = name.chars().filter(|letter| !letter.is_control() && *letter != '"').collect();
    let name = form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>().replace('+', "%20");
    let disposition = format!("attachment; filename*=UTF-8''{name}");
    ([(CONTENT_TYPE, "application/octet-stream".to_owned()), (CONTENT_DISPOSITION, disposition)], content)
        .into_response()
}
