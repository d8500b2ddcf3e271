package verify_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"writ/production/productiontest"
	"writ/production/verify"
)

func TestForgedRows(t *testing.T) {
	const call, register, lease, traffic = `"category":"call-records"`, `"category":"subscriber"`, `"category":"ip-assignment"`, `"category":"traffic"`
	fields := func(holds string, change func(m map[string]any)) func(f *forger) {
		return func(f *forger) {
			f.row(holds, func(v map[string]any) { change(v["fields"].(map[string]any)) })
		}
	}
	why := func(holds string, change func(m map[string]any)) func(f *forger) {
		return func(f *forger) { f.row(holds, func(v map[string]any) { change(v["why"].(map[string]any)) }) }
	}
	top := func(holds, name string, value any) func(f *forger) {
		return func(f *forger) { f.row(holds, func(v map[string]any) { v[name] = value }) }
	}
	tried(t, []forgery{
		{"a row taken out", verify.Tables, func(f *forger) { f.lines(func(all []string) []string { return append(all[:4], all[5:]...) }) }, ""},
		{"the last rows taken out", verify.Tables, func(f *forger) { f.lines(func(all []string) []string { return all[:len(all)-2] }) }, ""},
		{"a row twice", verify.Rows, func(f *forger) { f.lines(func(all []string) []string { return append(all, all[len(all)-1]) }) }, ""},
		{"a row added", verify.Tables, func(f *forger) {
			f.lines(func(all []string) []string {
				n := strings.Count(strings.Join(all, ""), call) + 2 // records: each has one row of calls, but two
				return append(all, strings.Replace(all[len(all)-2], fmt.Sprintf(`"record":%d,`, n), fmt.Sprintf(`"record":%d,`, n+1), 1))
			})
		}, ""},
		{"two rows swapped", verify.Rows, func(f *forger) {
			f.lines(func(all []string) []string { all[4], all[6] = all[6], all[4]; return all })
		}, ""},
		{"a row for an ask that does not open", verify.Reasons, top(call, "ask", 5), ""},
		{"a row for an ask that was not made", verify.Reasons, top(call, "ask", 6), ""},
		{"a row under another category", verify.Reasons, top(call, "category", "traffic"), ""},
		{"a row on another provision", verify.Reasons, why(call, func(m map[string]any) { m["provision"] = "Testland Act s. 2" }), ""},
		{"a row by another rule", verify.Reasons, why(call, func(m map[string]any) { m["rule"] = "testland/order/subscriber" }), ""},
		{"a row for a number that nobody asked for", verify.Reasons, why(call, func(m map[string]any) {
			m["asked"].(map[string]any)["value"] = productiontest.Other
		}), ""},
		{"a row for a name that is none", verify.Reasons, why(call, func(m map[string]any) { m["asked"].(map[string]any)["value"] = "x" }), ""},
		{"a field of another category", verify.Fields, fields(call, func(m map[string]any) { m["caller-ip"] = "192.0.2.1" }), ""},
		{"a field that no record has", verify.Fields, fields(call, func(m map[string]any) { m["note"] = "x" }), ""},
		{"a payment in a line of the register", verify.Fields, fields(register, func(m map[string]any) { m["payment-means"] = "card" }), ""},
		{"a field that the law does not open", verify.Narrowing, fields(register, func(m map[string]any) { m["from"] = "2025-01-01T00:00:00Z" }), ""},
		{"a call at the end of the window", verify.Window, fields(call, func(m map[string]any) { m["start"] = "2026-02-01T00:00:00Z" }), ""},
		{"a call a nanosecond before the window", verify.Window, fields(call, func(m map[string]any) { m["start"] = "2025-12-31T23:59:59.999999999Z" }), ""},
		{"a call without an instant", verify.Window, fields(call, func(m map[string]any) { delete(m, "start") }), ""},
		{"a call whose instant says otherwise than its start", verify.Window, top(call, "at", "2026-02-01T00:00:00Z"), ""},
		{"traffic outside the window", verify.Window, top(traffic, "at", "2026-02-01T00:00:00Z"), ""},
		{"traffic without an instant", verify.Window, func(f *forger) { f.row(traffic, func(v map[string]any) { delete(v, "at") }) }, ""},
		{"an assignment that tells what was before the window", verify.Window, fields(lease, func(m map[string]any) { m["from"] = "2025-12-31T23:00:00Z" }), ""},
		{"an assignment that tells what was after the window", verify.Window, fields(lease, func(m map[string]any) { m["until"] = "2026-02-01T01:00:00Z" }), ""},
		{"an assignment that ended before the window", verify.Window, fields(lease, func(m map[string]any) { m["until"] = "2026-01-01T00:00:00Z" }), ""},
		{"a line of the register with an instant", verify.Rows, top(register, "at", "2026-01-01T00:00:00Z"), ""},
		{"a call between others", verify.Bearer, fields(call, func(m map[string]any) { m["caller"] = productiontest.Other }), ""},
		{"a call that lacks the number", verify.Bearer, fields(call, func(m map[string]any) { delete(m, "caller") }), ""},
		{"a call said to bear the number in another field", verify.Bearer, why(call, func(m map[string]any) { m["field"] = "callee" }), ""},
		{"a call said to bear the number where no name stands", verify.Bearer, why(call, func(m map[string]any) { m["field"] = "status" }), ""},
		{"a call said to bear the number where only an address stands", verify.Bearer, why(call, func(m map[string]any) { m["field"] = "caller-uri" }), ""},
		{"another's line of the register", verify.Bearer, fields(register, func(m map[string]any) { m["account"] = "ACC-18" }), ""},
		{"another's address", verify.Bearer, fields(lease, func(m map[string]any) { m["address"] = "192.0.2.18" }), ""},
		{"a text changed in the rows alone", verify.Tables, fields(call, func(m map[string]any) { m["reason"] = "KO" }), ""},
		{"a field taken out of the rows alone", verify.Tables, fields(call, func(m map[string]any) { delete(m, "reason") }), ""},
		{"another holder in the rows alone", verify.Tables, why(call, func(m map[string]any) { m["holder"] = "ACC-18" }), ""},
		{"a row of another kind", verify.Rows, top(traffic, "kind", "session"), ""},
		{"a row with a space more", verify.Rows, func(f *forger) { f.swap("rows.jsonl", `"ask":1,`, `"ask": 1,`) }, ""},
		{"a row with a number as a fraction", verify.Rows, func(f *forger) { f.swap("rows.jsonl", `"ask":1,`, `"ask":1.0,`) }, ""},
		{"a row with a member more", verify.Rows, top(call, "note", "x"), ""},
		{"a row with an escape that is not needed", verify.Rows, func(f *forger) { f.swap("rows.jsonl", "answered", `\u0061nswered`) }, ""},
		{"rows without their last end", verify.Rows, func(f *forger) {
			f.parts["rows.jsonl"] = []byte(strings.TrimSuffix(string(f.parts["rows.jsonl"]), "\n"))
		}, ""},
	})
}

func TestForgedTables(t *testing.T) {
	const calls = "tables/call-records.call.csv"
	swap := func(old, new string) func(f *forger) { return func(f *forger) { f.swap(calls, old, new) } }
	tried(t, []forgery{
		{"a text changed in a table alone", verify.Tables, swap("text:OK", "text:KO"), ""},
		{"a number that a spreadsheet would change", verify.Tables, swap("tel:+1202556", "+1202556"), ""},
		{"a text that a spreadsheet would run", verify.Tables, func(f *forger) {
			f.swap("tables/traffic.call.csv", "text:=cmd", "=cmd")
		}, ""},
		{"a length without its unit", verify.Tables, swap(".5 s,", ".5,"), ""},
		{"a time in another form", verify.Tables, swap("2026-01-01 00:00:00 UTC", "2026-01-01 00:00:00"), ""},
		{"a cell emptied", verify.Tables, swap("text:OK", ""), ""},
		{"a cell filled", verify.Tables, swap(",,,,tel:", ",,,text:x,tel:"), ""},
		{"two columns swapped", verify.Tables, swap("caller,callee,", "callee,caller,"), ""},
		{"a table without its mark", verify.Tables, func(f *forger) { f.parts[calls] = f.parts[calls][3:] }, ""},
		{"a row more in a table", verify.Tables, func(f *forger) {
			lines := strings.SplitAfter(string(f.parts[calls]), "\n")
			f.parts[calls] = []byte(strings.Join(append(lines, lines[len(lines)-2]), ""))
		}, ""},
		{"a row less in a table", verify.Tables, func(f *forger) {
			lines := strings.SplitAfter(string(f.parts[calls]), "\n")
			f.parts[calls] = []byte(strings.Join(lines[:len(lines)-2], ""))
		}, ""},
		{"a reason swapped in a table", verify.Tables, swap("text:Testland Act s. 3", "text:Testland Act s. 2"), ""},
	})
}

func TestForgedCounts(t *testing.T) {
	n := func(s string) json.Number { return json.Number(s) }
	tried(t, []forgery{
		{"the total raised", verify.Counts, func(f *forger) { f.m["rows"] = n("1000") }, ""},
		{"the number of records raised", verify.Counts, func(f *forger) { f.m["records"] = n("1000") }, ""},
		{"an ask's count lowered", verify.Counts, func(f *forger) { f.m["asks"].([]any)[1].(map[string]any)["rows"] = n("1") }, ""},
		{"an ask's count dropped", verify.Counts, func(f *forger) { f.m["asks"] = f.m["asks"].([]any)[1:] }, ""},
		{"a count for an ask that does not open", verify.Counts, func(f *forger) {
			f.m["asks"] = append(f.m["asks"].([]any), map[string]any{"ask": n("5"), "category": "content", "rows": n("0")})
		}, ""},
		{"a table's count raised", verify.Counts, func(f *forger) { f.m["tables"].([]any)[0].(map[string]any)["rows"] = n("1000") }, ""},
		{"a reason for what stays dropped", verify.Shortfall, func(f *forger) { f.edit("shortfall.json", func(v map[string]any) { v["stays"] = []any{} }) }, ""},
		{"another ground for what stays", verify.Shortfall, func(f *forger) { f.swap("shortfall.json", "instrument-too-weak", "too-broad") }, ""},
		{"how much stays", verify.Shortfall, func(f *forger) {
			f.edit("shortfall.json", func(v map[string]any) { v["stays"].([]any)[0].(map[string]any)["rows"] = n("12") })
		}, ""},
		{"a finding that says how many", verify.Shortfall, func(f *forger) {
			f.edit("shortfall.json", func(v map[string]any) {
				v["stays"] = append(v["stays"].([]any), map[string]any{"ask": n("2"), "category": "call-records", "kind": "found", "ground": "identifier-ambiguous", "provision": "Testland Act s. 3", "repair": "three holders"})
			})
		}, ""},
		{"a finding on an ask that does not open", verify.Shortfall, func(f *forger) {
			f.edit("shortfall.json", func(v map[string]any) {
				v["stays"] = append(v["stays"].([]any), map[string]any{"ask": n("5"), "category": "content", "kind": "found", "ground": "identifier-ambiguous", "provision": "Testland Act s. 9"})
			})
		}, ""},
		{"a finding on an ask that was not made", verify.Shortfall, func(f *forger) {
			f.edit("shortfall.json", func(v map[string]any) {
				v["stays"] = append(v["stays"].([]any), map[string]any{"ask": n("6"), "category": "content", "kind": "found", "ground": "identifier-ambiguous", "provision": "Testland Act s. 9"})
			})
		}, ""},
		{"a finding that nobody could have made", verify.Shortfall, func(f *forger) {
			f.edit("shortfall.json", func(v map[string]any) {
				v["stays"] = append(v["stays"].([]any), map[string]any{"ask": n("2"), "category": "call-records", "kind": "found", "ground": "privilege", "provision": "Testland Act s. 3"})
			})
		}, ""},
		{"conservation with a member more", verify.Conservation, func(f *forger) {
			f.audit = []byte(strings.Replace(string(f.audit), `{"blind"`, `{"a":1,"blind"`, 1))
			f.m["conservation"] = sum(f.audit)
		}, ""},
		{"conservation that is not blinded", verify.Conservation, func(f *forger) {
			var v map[string]any
			_ = json.Unmarshal(f.audit, &v)
			v["blind"] = ""
			f.audit = f.canonical(v)
			f.m["conservation"] = sum(f.audit)
		}, ""},
		{"conservation with a count below nothing", verify.Conservation, func(f *forger) {
			var v map[string]any
			_ = json.Unmarshal(f.audit, &v)
			v["stayed"] = map[string]any{"a": -1, "b": v["withheld"].(float64) + 1}
			f.audit = f.canonical(v)
			f.m["conservation"] = sum(f.audit)
		}, ""},
		{"counts of what stays changed, for the auditor", verify.Conservation, func(f *forger) {
			f.audit = []byte(strings.Replace(string(f.audit), `"withheld":`, `"withheld":1`, 1))
		}, verify.Conservation},
		{"counts of what stays changed, with the manifest", verify.Conservation, func(f *forger) {
			f.audit = []byte(strings.Replace(string(f.audit), `"withheld":`, `"withheld":1`, 1))
			f.m["conservation"] = sum(f.audit)
		}, ""},
		{"records hidden from the auditor", verify.Conservation, func(f *forger) {
			var v map[string]any
			_ = json.Unmarshal(f.audit, &v)
			v["examined"], v["out"] = v["examined"].(float64)-1, v["out"].(float64)-1
			f.audit = f.canonical(v)
			f.m["conservation"] = sum(f.audit)
		}, ""},
		{"the auditor's part of another package", verify.Conservation, func(f *forger) {
			f.audit = unpacked(f.t, "2026-0099", 1).audit
			f.m["conservation"] = sum(f.audit)
		}, ""},
	})
}

func TestForgedDocuments(t *testing.T) {
	page := func(old, new string) func(f *forger) { return func(f *forger) { f.swap("report.html", old, new) } }
	tried(t, []forgery{
		{"another total in the report", verify.Report, page(`id="total-rows">`, `id="total-rows">1`), ""},
		{"another number in the report", verify.Report, page(`<td dir="auto">+1202556`, `<td dir="auto">+1202557`), ""},
		{"another window in the report", verify.Report, page("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"), ""},
		{"another provision in the report", verify.Report, page("Testland Act s. 3", "Testland Act s. 2"), ""},
		{"another ground in the report", verify.Report, page("instrument-too-weak", "too-broad"), ""},
		{"another meaning of a column", verify.Report, page("The number that made the call", "The number that was called"), ""},
		{"a script in the report", verify.Report, page("<main>", "<main><script>1</script>"), ""},
		{"a link in the report", verify.Report, page("<main>", `<main><p href="x">1</p>`), ""},
		{"a comment in the report", verify.Report, page("<main>", "<main><!-- 1 -->"), ""},
		{"a table more in the report", verify.Report, page("<main>", `<main><table id="more"><tbody><tr><td>1</td></tr></tbody></table>`), ""},
		{"the report of another case", verify.Report, func(f *forger) { f.parts["report.html"] = unpacked(f.t, "2026-0099", 1).parts["report.html"] }, ""},
		{"the PDF of another report", verify.Report, func(f *forger) { f.parts["report.pdf"] = unpacked(f.t, "2026-0099", 1).parts["report.pdf"] }, ""},
		{"no PDF in the PDF", verify.Report, func(f *forger) { f.parts["report.pdf"] = []byte("x") }, ""},
		{"another hash in the certificate", verify.Certificate, func(f *forger) {
			f.edit("scope.json", func(map[string]any) {})
			html := string(f.parts["certificate.html"])
			i := strings.Index(html, "rows.jsonl</td>")
			f.parts["certificate.html"] = []byte(html[:i] + strings.Replace(html[i:], `<td dir="auto">`, `<td dir="auto">0`, 1))
		}, ""},
		{"another custodian in the certificate", verify.Certificate, func(f *forger) { f.swap("certificate.html", "Gail Custodian", "Hans Custodian") }, ""},
		{"another custodian in scope.json", verify.Certificate, func(f *forger) { f.swap("scope.json", "Gail Custodian", "Hans Custodian") }, ""},
		{"the certificate dropped", verify.Certificate, func(f *forger) { delete(f.parts, "certificate.html"); delete(f.parts, "certificate.pdf") }, ""},
		{"the certificate denied", verify.Certificate, func(f *forger) { f.edit("scope.json", func(v map[string]any) { delete(v, "certificate") }) }, ""},
		{"the certificate of another case", verify.Certificate, func(f *forger) {
			other := unpacked(f.t, "2026-0099", 1).parts
			f.parts["certificate.html"], f.parts["certificate.pdf"] = other["certificate.html"], other["certificate.pdf"]
		}, ""},
		{"the PDF of another certificate", verify.Certificate, func(f *forger) { f.parts["certificate.pdf"] = f.parts["report.pdf"] }, ""},
	})
}
