"""A small app on Slack's Bolt for Python, as its documentation teaches it, driven by tests/wire/sdk.rs. The only thing
said about the sandbox is the address of the Web API."""

import os
import re
import threading
from wsgiref.simple_server import make_server

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

app = App(
    client=WebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]),
    signing_secret=os.environ["SLACK_SIGNING_SECRET"],
)

PLACES = ["Arepas", "Bao", "Curry"]


def plain(text):
    return {"type": "plain_text", "text": text}


def section(text):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(action_id, text, value):
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": value}


def field(name, label, element):
    return {"type": "input", "block_id": name, "label": plain(label), "element": {**element, "action_id": name}}


def form(dish):
    return {
        "type": "modal",
        "callback_id": "lunch",
        "private_metadata": dish,
        "title": plain("Lunch"),
        "submit": plain("Invite"),
        "blocks": [
            field("guests", "How many?", {"type": "plain_text_input"}),
            field("place", "Where?", {"type": "external_select", "min_query_length": 0}),
        ],
    }


def invitation(words, guests):
    buttons = [button("who", "Who comes?", guests), button("come", "I come", guests)]
    return [section(words), {"type": "actions", "block_id": "answers", "elements": buttons}]


@app.command("/lunch")
def lunch(ack, body, client):
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=form(body["text"]))


@app.options("place")
def places(ack, payload):
    fitting = [place for place in PLACES if place.lower().startswith(payload["value"])]
    ack(options=[{"text": plain(place), "value": place.lower()} for place in fitting])


@app.view("lunch")
def invite(ack, body, client, view):
    values = view["state"]["values"]
    guests = values["guests"]["guests"]["value"]
    if not re.fullmatch("[1-9]", guests):
        ack(response_action="errors", errors={"guests": "Write a number from 1 to 9."})
        return
    ack()
    place = values["place"]["place"]["selected_option"]["value"]
    channel = client.conversations_open(users=body["user"]["id"])["channel"]["id"]
    text = f"{view['private_metadata']} for {guests} at {place}"
    client.chat_postMessage(channel=channel, text=text, blocks=invitation(text, guests))


@app.event("reaction_added")
def thank(client, event):
    channel, ts = event["item"]["channel"], event["item"]["ts"]
    client.chat_postMessage(channel=channel, thread_ts=ts, text=f"Thank you for the :{event['reaction']}:")
    text = "Lunch is on"
    client.chat_update(channel=channel, ts=ts, text=text, blocks=invitation(text, "2"))


@app.action("who")
def who(ack, action, respond):
    ack()
    respond(response_type="ephemeral", replace_original=False, text=f"{action['value']} come")


@app.action("come")
def come(ack, body, respond):
    ack()
    respond(replace_original=True, text=f"<@{body['user']['id']}> comes")


@app.event("app_home_opened")
def home(client, event):
    view = {"type": "home", "callback_id": "home", "blocks": [section(f"Welcome, <@{event['user']}>")]}
    client.views_publish(user_id=event["user"], view=view)


@app.command("/menu")
def menu(ack, client, command):
    ack()
    channel = client.conversations_open(users=command["user_id"])["channel"]["id"]
    client.files_upload_v2(channel=channel, filename="menu.txt", content="Tacos", initial_comment="The menu")


@app.command("/people")
def people(ack, client, respond):
    ack()
    pages = [str(len(page["members"])) for page in client.users_list(limit=2)]
    respond(f"pages of {', '.join(pages)}")


def listen():
    server = make_server("127.0.0.1", 0, SlackRequestHandler(app, path="/slack/events"))
    print(f"ready {server.server_port}", flush=True)
    server.serve_forever()


def dial():
    SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).connect()
    print("ready 0", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    dial() if os.environ["TRANSPORT"] == "socket" else listen()
