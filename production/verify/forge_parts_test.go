package verify_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"testing"

	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/production/productiontest"
	"writ/production/verify"
)

func TestForgedWholes(t *testing.T) {
	tried(t, []forgery{
		{"a part changed under the old manifest", verify.Manifest, func(f *forger) { f.keep = true; f.swap("shortfall.json", "Court", "C0urt") }, verify.Manifest},
		{"rows changed under the old manifest", verify.Tables, func(f *forger) { f.keep = true; f.swap("rows.jsonl", "\"OK\"", "\"KO\"") }, verify.Tables},
		{"a part taken out under the old manifest", verify.Manifest, func(f *forger) { f.keep = true; delete(f.parts, "certificate.pdf") }, verify.Manifest},
		{"the shortfall dropped", verify.Manifest, func(f *forger) { delete(f.parts, "shortfall.json") }, verify.Manifest},
		{"the approvals dropped", verify.Manifest, func(f *forger) { delete(f.parts, "approvals.json") }, verify.Manifest},
		{"the report dropped", verify.Manifest, func(f *forger) { delete(f.parts, "report.html") }, verify.Manifest},
		{"a table dropped", verify.Manifest, func(f *forger) { delete(f.parts, "tables/traffic.call.csv") }, verify.Manifest},
		{"a part that no package has", verify.Manifest, func(f *forger) { f.parts["more.txt"] = []byte("x") }, verify.Manifest},
		{"a table that the manifest does not count", verify.Manifest, func(f *forger) { f.parts["tables/location.call.csv"] = []byte("x") }, verify.Manifest},
		{"the manifest with a space more", verify.Manifest, func(f *forger) { f.rawM = append(f.remake(), ' ') }, verify.Manifest},
		{"the manifest with a member more", verify.Manifest, func(f *forger) { f.m["note"] = "x" }, verify.Manifest},
		{"the manifest of another version of the format", verify.Manifest, func(f *forger) { f.m["format"] = "writ/manifest/2" }, verify.Manifest},
		{"the manifest without its instant", verify.Manifest, func(f *forger) { f.m["made"] = "" }, verify.Manifest},
		{"the manifest's instant moved after its entry", verify.Ledger, func(f *forger) { f.m["made"] = "2036-01-01T00:00:00Z" }, ""},
		{"signed by another key", verify.Signature, func(f *forger) { f.key = ledgertest.Key(201) }, verify.Signature},
		{"the proof of another entry of the case", verify.Ledger, func(f *forger) {
			h := productiontest.NewHouse(f.t)
			h.Decide(productiontest.Demand("2026-0017", 1)).Approve()
			p, _ := h.Log.Prove(5)
			f.proof, _ = p.MarshalText()
		}, ""},
		{"no proof", verify.Ledger, func(f *forger) { f.proof = []byte("c2sp.org/tlog-proof@v1\n") }, ""},
		{"the checkpoint of another log", verify.Ledger, func(f *forger) {
			f.proof = bytes.Replace(honest().proof, []byte(ledgertest.Origin), []byte("ledger.example/other"), 1)
		}, ""},
		{"the manifest names another ledger", verify.Ledger, func(f *forger) {
			f.m["ledger"] = "ledger.example/other+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
		}, ""},
		{"a ledger that was seen otherwise", verify.Ledger, func(f *forger) {
			var p ledger.Proof
			if err := p.UnmarshalText(honest().proof); err != nil {
				f.t.Fatal(err)
			}
			h := productiontest.NewHouse(f.t)
			for h.Log.Head().Size <= p.Index {
				h.Append("note", fmt.Sprintf("note/%d", h.Log.Head().Size), "", []byte("{}"))
			}
			f.seen = [][]byte{h.Log.Head().Note}
			f.proof = honest().proof
			f.keep = true
		}, ""},
		{"the package of another case", verify.Expected, func(f *forger) { f.expect.Case = "2026-0018" }, verify.Expected},
		{"an older package than expected", verify.Expected, func(f *forger) { f.expect.Version = 2 }, verify.Expected},
		{"a package for another reference", verify.Expected, func(f *forger) { f.expect.Reference = "TL-2026/18" }, verify.Expected},
		{"the case renamed in the manifest", verify.Scope, func(f *forger) { f.m["case"] = "2026-0018" }, ""},
		{"the version raised in the manifest", verify.Scope, func(f *forger) { f.m["version"] = json.Number("2") }, ""},
		{"all parts of another case's package, under this case's manifest", verify.Scope, func(f *forger) {
			f.parts = unpacked(f.t, "2026-0099", 1).parts
		}, ""},
	})
}

func TestForgedDecisions(t *testing.T) {
	demand := func(change func(d map[string]any)) func(f *forger) {
		return func(f *forger) {
			f.edit("scope.json", func(v map[string]any) { change(v["demand"].(map[string]any)) })
		}
	}
	outcome := func(i int, change func(o map[string]any)) func(f *forger) {
		return func(f *forger) {
			f.edit("scope.json", func(v map[string]any) {
				change(v["decision"].(map[string]any)["outcomes"].([]any)[i].(map[string]any))
			})
		}
	}
	ask := func(d map[string]any, i int) map[string]any { return d["asks"].([]any)[i].(map[string]any) }
	tried(t, []forgery{
		{"another number in the demand", verify.Decision, demand(func(d map[string]any) {
			ask(d, 1)["identifiers"].([]any)[0].(map[string]any)["value"] = productiontest.Other
		}), ""},
		{"a wider window in the demand", verify.Decision, demand(func(d map[string]any) {
			to := ask(d, 1)["window"].(map[string]any)["to"].(map[string]any)
			to["text"], to["time"] = "2026-02-02T00:00:00Z", "2026-02-02T00:00:00Z"
		}), ""},
		{"an ask more in the demand", verify.Decision, demand(func(d map[string]any) { d["asks"] = append(d["asks"].([]any), ask(d, 1)) }), ""},
		{"the salt changed", verify.Decision, demand(func(d map[string]any) {
			sum := sha256.Sum256(nil)
			d["salt"] = hex.EncodeToString(sum[:])
		}), ""},
		{"the instant of the decision moved", verify.Decision, demand(func(d map[string]any) { d["at"] = "2026-03-02T09:00:01Z" }), ""},
		{"a fact changed", verify.Decision, demand(func(d map[string]any) {
			d["instrument"].(map[string]any)["facts"].(map[string]any)["map"].(map[string]any)["sheets"] = map[string]any{"int": "4"}
		}), ""},
		{"the issuer changed", verify.Decision, demand(func(d map[string]any) { d["instrument"].(map[string]any)["issuer_kind"] = "judge" }), ""},
		{"the demand of another case", verify.Scope, demand(func(d map[string]any) { d["case"] = "2026-0018" }), ""},
		{"the demand of another version", verify.Scope, demand(func(d map[string]any) { d["version"] = 2 }), ""},
		{"the text of the law changed", verify.Decision, func(f *forger) { f.swap("scope.json", "Testland Act s. 3", "Testland Act s. 8") }, ""},
		{"the text of the law changed, and its hash", verify.Decision, func(f *forger) {
			f.edit("scope.json", func(v map[string]any) {
				v["packs"].([]any)[0].(map[string]any)["text"] = v["packs"].([]any)[0].(map[string]any)["text"].(string) + "\n"
				v["decision"].(map[string]any)["packs"] = "00" + v["decision"].(map[string]any)["packs"].(string)[2:]
			})
		}, ""},
		{"a file of law more", verify.Decision, func(f *forger) {
			f.edit("scope.json", func(v map[string]any) {
				v["packs"] = append(v["packs"].([]any), map[string]any{"name": "testland/more-law.yaml", "text": "format: writ-pack/1\n"})
			})
		}, ""},
		{"a file of law twice", verify.Decision, func(f *forger) {
			f.edit("scope.json", func(v map[string]any) { v["packs"] = append(v["packs"].([]any), v["packs"].([]any)[0]) })
		}, ""},
		{"a salt that is none", verify.Decision, demand(func(d map[string]any) { d["salt"] = "00" }), ""},
		{"a period that is none", verify.Decision, demand(func(d map[string]any) {
			d["provider"].(map[string]any)["keeps"].(map[string]any)["payment"] = "2 years"
		}), ""},
		{"a fact of no known type", verify.Decision, demand(func(d map[string]any) {
			d["instrument"].(map[string]any)["facts"].(map[string]any)["map"].(map[string]any)["sheets"] = map[string]any{"int": "03"}
		}), ""},
		{"a fact as a number", verify.Decision, demand(func(d map[string]any) {
			d["instrument"].(map[string]any)["facts"].(map[string]any)["map"].(map[string]any)["sheets"] = 3
		}), ""},
		{"a demand that can't be decided", verify.Decision, demand(func(d map[string]any) { d["packs"] = []any{"elsewhere"} }), ""},
		{"an outcome dropped", verify.Decision, func(f *forger) {
			f.edit("scope.json", func(v map[string]any) {
				d := v["decision"].(map[string]any)
				d["outcomes"] = d["outcomes"].([]any)[:4]
			})
		}, ""},
		{"no law", verify.Decision, func(f *forger) { f.edit("scope.json", func(v map[string]any) { v["packs"] = []any{} }) }, ""},
		{"the window widened in the outcome", verify.Decision, outcome(1, func(o map[string]any) { o["window"].(map[string]any)["to"] = "2026-02-02T00:00:00Z" }), ""},
		{"a refusal turned into a release", verify.Decision, outcome(4, func(o map[string]any) { o["answer"] = "release"; delete(o, "ground") }), ""},
		{"a ground swapped", verify.Decision, outcome(4, func(o map[string]any) { o["ground"] = "too-broad" }), ""},
		{"a provision swapped", verify.Decision, outcome(1, func(o map[string]any) {
			o["grounds"].([]any)[0].(map[string]any)["provision"] = "Testland Act s. 2"
		}), ""},
		{"what would reach it reworded", verify.Decision, outcome(4, func(o map[string]any) { o["repair"] = "a telephone call" }), ""},
		{"the part that the law opens widened", verify.Decision, outcome(0, func(o map[string]any) { delete(o, "fields") }), ""},
		{"the verdict changed", verify.Decision, func(f *forger) { f.swap("scope.json", `"verdict":"partial"`, `"verdict":"fulfil"`) }, ""},
		{"the notice changed", verify.Decision, func(f *forger) { f.swap("scope.json", `"notice":"prohibited"`, `"notice":"permitted"`) }, ""},
		{"the digest changed", verify.Decision, func(f *forger) {
			f.edit("scope.json", func(v map[string]any) { v["decision"].(map[string]any)["digest"] = f.m["conservation"] })
		}, ""},
		{"scope.json with a member more", verify.Scope, func(f *forger) { f.edit("scope.json", func(v map[string]any) { v["note"] = "x" }) }, ""},
		{"scope.json with a space more", verify.Scope, func(f *forger) { f.parts["scope.json"] = append(f.parts["scope.json"], ' ') }, ""},
		{"another demand with a decision of its own, that nobody took", verify.Decided, func(f *forger) {
			d := productiontest.Demand("2026-0017", 1)
			d.Asks = d.Asks[:4]
			redecided(f, d)
		}, ""},
	})
}
