//! Block Kit as Slack checks it before it takes a message or a view.

use serde_json::Value;

use super::model::views::ViewKind;

/// Where blocks are to be shown; it decides how many there may be and of which types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Surface {
    Message,
    Modal,
    Home,
}

impl Surface {
    fn max_blocks(self) -> usize {
        match self {
            Self::Message => 50,
            Self::Modal | Self::Home => 100,
        }
    }
}

/// Answers nothing, or Slack's list of what is wrong.
pub(super) fn check(blocks: &[Value], surface: Surface) -> Result<(), Vec<String>> {
    let max = surface.max_blocks();
    if blocks.len() > max {
        return Err(vec![format!("[ERROR] no more than {max} items allowed [json-pointer:/blocks]")]);
    }
    Ok(())
}

/// As [`check`], for a whole view.
pub(super) fn check_view(view: &Value, kind: ViewKind) -> Result<(), Vec<String>> {
    let (name, surface) = match kind {
        ViewKind::Modal => ("modal", Surface::Modal),
        ViewKind::Home => ("home", Surface::Home),
    };
    if view["type"] != name {
        return Err(vec![format!("[ERROR] must be a {name} view [json-pointer:/view/type]")]);
    }
    let blocks = view["blocks"].as_array();
    let blocks = blocks
        .ok_or_else(|| vec!["[ERROR] missing required field: blocks [json-pointer:/view]".to_owned()])?;
    check(blocks, surface)
}
