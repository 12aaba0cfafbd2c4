// Emoji by Slack's names: enough to write and react with. Names with other words to find them by.

const GROUPS = [
  ['Smileys', `smile=😄 grinning=😀 joy=😂 slightly_smiling_face=🙂 wink=😉 blush=😊 heart_eyes=😍 star-struck=🤩 thinking_face=🤔 sweat_smile=😅
    sunglasses=😎 hugging_face=🤗 relieved=😌 neutral_face=😐 rolling_eyes=🙄 grimacing=😬 cry=😢 sob=😭 weary=😩 tired_face=😫 flushed=😳
    scream=😱 face_with_monocle=🧐 nerd_face=🤓 partying_face=🥳 sleeping=😴 zany_face=🤪 upside_down_face=🙃 melting_face=🫠 saluting_face=🫡`],
  ['People', `+1=👍 thumbsup=👍 -1=👎 thumbsdown=👎 ok_hand=👌 wave=👋 raised_hand=✋ raised_hands=🙌 raising_hand=🙋 clap=👏 pray=🙏 handshake=🤝
    muscle=💪 point_right=👉 point_left=👈 point_up=☝️ point_down=👇 crossed_fingers=🤞 v=✌️ facepalm=🤦 shrug=🤷 writing_hand=✍️ eyes=👀 ear=👂
    brain=🧠 speaking_head_in_silhouette=🗣️ bust_in_silhouette=👤 busts_in_silhouette=👥 people_hugging=🫂 technologist=🧑‍💻 heart=❤️
    orange_heart=🧡 yellow_heart=💛 green_heart=💚 blue_heart=💙 purple_heart=💜 broken_heart=💔 robot_face=🤖 ghost=👻`],
  ['Time and work', `calendar=📆 date=📅 spiral_calendar_pad=🗓️ alarm_clock=⏰ stopwatch=⏱️ hourglass=⌛ hourglass_flowing_sand=⏳ clock9=🕘
    memo=📝 pencil=📝 pencil2=✏️ clipboard=📋 pushpin=📌 paperclip=📎 bookmark=🔖 books=📚 book=📖 bulb=💡 mag=🔍 link=🔗 gear=⚙️
    hammer_and_wrench=🛠️ jigsaw=🧩 package=📦 inbox_tray=📥 outbox_tray=📤 email=📧 envelope=✉️ speech_balloon=💬 thought_balloon=💭 bell=🔔
    no_bell=🔕 loudspeaker=📢 mega=📣 telephone_receiver=📞 computer=💻 iphone=📱 key=🔑 lock=🔒 unlock=🔓 shield=🛡️ bar_chart=📊
    chart_with_upwards_trend=📈 chart_with_downwards_trend=📉 dart=🎯 compass=🧭 world_map=🗺️ briefcase=💼 microscope=🔬 bug=🐛`],
  ['Things', `tada=🎉 confetti_ball=🎊 gift=🎁 trophy=🏆 medal=🏅 balloon=🎈 rocket=🚀 airplane=✈️ bike=🚲 house=🏠 office=🏢 coffee=☕ tea=🍵
    pizza=🍕 cake=🍰 doughnut=🍩 beers=🍻 seedling=🌱 herb=🌿 evergreen_tree=🌲 palm_tree=🌴 sunflower=🌻 four_leaf_clover=🍀 sunny=☀️
    partly_sunny=⛅ rain_cloud=🌧️ zap=⚡ snowflake=❄️ fire=🔥 ocean=🌊 rainbow=🌈 star=⭐ star2=🌟 sparkles=✨ dog=🐶 cat=🐱 unicorn_face=🦄`],
  ['Signs', `white_check_mark=✅ heavy_check_mark=✔️ ballot_box_with_check=☑️ x=❌ no_entry=⛔ no_entry_sign=🚫 warning=⚠️ exclamation=❗
    question=❓ grey_question=❔ information_source=ℹ️ heavy_plus_sign=➕ heavy_minus_sign=➖ 100=💯 zzz=💤 arrows_counterclockwise=🔄
    arrows_clockwise=🔃 repeat=🔁 black_right_pointing_double_triangle_with_vertical_bar=⏭️ next_track_button=⏭️ fast_forward=⏩
    arrow_forward=▶️ double_vertical_bar=⏸️ pause_button=⏸️ arrow_right=➡️ arrow_left=⬅️ arrow_up=⬆️ arrow_down=⬇️ recycle=♻️
    large_green_circle=🟢 large_yellow_circle=🟡 red_circle=🔴 large_blue_circle=🔵 white_circle=⚪ one=1️⃣ two=2️⃣ three=3️⃣`],
];
const WORDS = {
  date: 'calendar booked meeting', white_check_mark: 'done yes met tick', arrows_counterclockwise: 'again another refresh',
  black_right_pointing_double_triangle_with_vertical_bar: 'skip next not this time', tada: 'party celebrate congratulations hooray',
  '+1': 'thumbs up yes agree like', '-1': 'thumbs down no', pray: 'thanks please', heart: 'love', fire: 'hot great', eyes: 'look seen',
  raised_hands: 'hooray praise', joy: 'laugh funny', bulb: 'idea', rocket: 'ship launch', seedling: 'grow', handshake: 'deal agree',
};

/** A sign of one old code point is drawn as text unless it is asked for as a picture. */
const asPicture = sign => (sign.length === 1 ? `${sign}\uFE0F` : sign);
const parse = text => text.trim().split(/\s+/).map(pair => pair.split(/=(?=[^=]*$)/)).map(([name, sign]) => [name, asPicture(sign)]);
const SECTIONS = GROUPS.map(([title, text]) => ({ title, emoji: parse(text) }));
const BY_NAME = new Map(SECTIONS.flatMap(section => section.emoji));

/** The picture of a name, or the name in colons. */
export const emoji = name => BY_NAME.get(name.replace(/::skin-tone-\d$/, '')) ?? `:${name}:`;
export const readable = name => name.replaceAll(/[_-]/g, ' ').trim() || name;

/**
 * Sections of `[name, picture]` that have to do with the typed words, no picture twice.
 * @param {string} typed
 */
export function findEmoji(typed) {
  const words = typed.toLowerCase().replaceAll(':', '').split(/\s+/).filter(Boolean);
  const seen = new Set();
  const fits = ([name, picture]) => {
    const text = `${name} ${readable(name)} ${WORDS[name] ?? ''}`;
    if (seen.has(picture) || !words.every(word => text.includes(word))) return false;
    return Boolean(seen.add(picture));
  };
  return SECTIONS.map(({ title, emoji: all }) => ({ title, emoji: all.filter(fits) })).filter(section => section.emoji.length);
}
