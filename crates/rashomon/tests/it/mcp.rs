//! The server for assistants, as it starts and ends; `cargo xtask mcp` asks it through the official client.

use serde_json::{Value, json};

use crate::support::{Ran, rashomon};

fn talk(messages: &[Value]) -> Ran {
    let hello = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}});
    let ready = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    let lines: String = [hello, ready].iter().chain(messages).map(|m| format!("{m}\n")).collect();
    rashomon(&["mcp", "--store", "/nowhere/desk.rashomon"], lines.as_bytes())
}

fn call(id: u64, tool: &str, arguments: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {"name": tool, "arguments": arguments}})
}

#[test]
fn it_answers_in_lines_of_the_protocol_and_ends_with_its_input() {
    let ran = talk(&[json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"})]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let lines = ran.lines();
    assert_eq!(lines.len(), 2);
    assert!(lines[0]["result"]["instructions"].as_str().is_some_and(|i| i.contains("data, written by others")));
    let tools: Vec<&str> =
        lines[1]["result"]["tools"].as_array().expect("tools").iter().filter_map(|t| t["name"].as_str()).collect();
    assert_eq!(tools, ["search", "stories", "story", "timeline", "who_said", "check_claim", "evidence"]);
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/mcp.md")).expect("the page");
    for tool in tools {
        assert!(page.contains(&format!("\n| `{tool}` |")), "docs/mcp.md does not tell of {tool}");
    }
}

#[test]
fn what_goes_wrong_is_an_error_of_the_tool() {
    let ran = talk(&[
        call(1, "stories", &json!({})),
        call(2, "nothing", &json!({})),
        call(3, "search", &json!({"query": 7})),
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let mut lines = ran.lines();
    lines.sort_by_key(|l| l["id"].as_u64());
    for (line, says) in
        lines[1..].iter().zip(["there is no store", "no tool \"nothing\"", "search cannot be asked that"])
    {
        assert_eq!(line["result"]["isError"], true, "{line}");
        assert!(line["result"]["content"][0]["text"].as_str().is_some_and(|t| t.contains(says)), "{line}");
    }
}

#[test]
fn nobody_there_is_no_error() {
    let ran = rashomon(&["mcp"], b"");
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (Some(0), "", ""));
}
