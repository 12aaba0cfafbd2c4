//! Messages that Slack is asked to post later.

use jiff::SignedDuration;

use super::*;

#[tokio::test]
async fn a_scheduled_message_comes_when_it_is_due() {
    let stage = Stage::new().await;
    let dm = stage.dm(&stage.ana).await;
    let now = stage.sandbox.clock().now();
    let at = (now + SignedDuration::from_hours(1)).as_second();
    let asked =
        stage.ok("chat.scheduleMessage", json!({"channel": dm, "text": "In an hour", "post_at": at})).await;
    let listed = stage.ok("chat.scheduledMessages.list", json!({})).await["scheduled_messages"].clone();
    assert_eq!(listed[0]["id"], asked["scheduled_message_id"]);
    assert_eq!(stage.sandbox.next_delivery().unwrap().as_second(), at);
    stage.sandbox.settle().await;
    assert!(stage.sandbox.messages(&stage.ana, &dm, None, 5).is_empty());
    stage.sandbox.clock().advance(SignedDuration::from_hours(1));
    stage.sandbox.settle().await;
    assert_eq!(stage.sandbox.messages(&stage.ana, &dm, None, 5)[0].text, "In an hour");
    assert_eq!(stage.ok("chat.scheduledMessages.list", json!({})).await["scheduled_messages"], json!([]));
}

#[tokio::test]
async fn it_can_be_taken_back_until_a_minute_before() {
    let stage = Stage::new().await;
    let dm = stage.dm(&stage.ana).await;
    let now = stage.sandbox.clock().now();
    let at = |seconds: i64| (now + SignedDuration::from_secs(seconds)).as_second();
    let ask = async |seconds| {
        let asked = stage
            .ok("chat.scheduleMessage", json!({"channel": dm, "text": "x", "post_at": at(seconds)}))
            .await;
        json!({"channel": dm, "scheduled_message_id": asked["scheduled_message_id"]})
    };
    let (soon, later) = (ask(30).await, ask(300).await);
    assert_eq!(stage.err("chat.deleteScheduledMessage", soon).await, "invalid_scheduled_message_id");
    stage.ok("chat.deleteScheduledMessage", later).await;
}

#[tokio::test]
async fn thirty_in_five_minutes_are_the_most_and_metadata_is_never_posted() {
    let stage = Stage::with(|config| config.limits = RateLimits::Off).await;
    let dm = stage.dm(&stage.ana).await;
    let at = (stage.sandbox.clock().now() + SignedDuration::from_hours(1)).as_second();
    let metadata = json!({"event_type": "x", "event_payload": {}});
    for number in 0..30 {
        let mut args = json!({"channel": dm, "text": "x", "post_at": at + number});
        if number == 0 {
            args["metadata"] = metadata.clone();
        }
        stage.ok("chat.scheduleMessage", args).await;
    }
    let one_more = json!({"channel": dm, "text": "x", "post_at": at});
    assert_eq!(stage.err("chat.scheduleMessage", one_more).await, "restricted_too_many");
    stage.sandbox.clock().advance(SignedDuration::from_hours(2));
    stage.sandbox.settle().await;
    assert_eq!(stage.sandbox.messages(&stage.ana, &dm, None, 100).len(), 29);
}
