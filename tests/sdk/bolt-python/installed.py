"""An app on Slack's Bolt for Python that other companies install, as its documentation teaches it, driven by
tests/wire/sdk/installing.rs. What is said about the sandbox is where the Web API and the page that asks are."""

import os
from wsgiref.simple_server import make_server

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import FileInstallationStore
from slack_sdk.oauth.state_store import FileOAuthStateStore

port = int(os.environ["PORT"])
folder = os.environ["FOLDER"]

app = App(
    client=WebClient(base_url=os.environ["SLACK_API_URL"]),
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
    oauth_settings=OAuthSettings(
        client_id=os.environ["SLACK_CLIENT_ID"],
        client_secret=os.environ["SLACK_CLIENT_SECRET"],
        scopes=["commands", "chat:write", "im:write"],
        redirect_uri=f"http://127.0.0.1:{port}/slack/oauth_redirect",
        install_page_rendering_enabled=False,
        authorization_url=os.environ["SLACK_AUTHORIZE_URL"],
        installation_store=FileInstallationStore(base_dir=folder),
        state_store=FileOAuthStateStore(expiration_seconds=600, base_dir=folder),
    ),
)


@app.command("/lunch")
def lunch(ack, client, command):
    ack(f"{client.auth_test()['team']} eats")
    channel = client.conversations_open(users=command["user_id"])["channel"]["id"]
    client.chat_postMessage(channel=channel, text="Enjoy")


server = make_server("127.0.0.1", port, SlackRequestHandler(app, path="/slack/events"))
print(f"ready {port}", flush=True)
server.serve_forever()
