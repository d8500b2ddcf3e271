package law

import "writ"

// questions are what a clerk sends to the issuer, where the pack has no words of its own.
var questions = map[writ.Ground]string{
	"not-signed":            "The paper lacks the signature, seal, date or form that the law requires. Please send it completed.",
	"not-validated":         "Please send the certification or approval that the law requires for this instrument to bind us.",
	"issued-in-future":      "The date on the paper lies after its service or after today. Please confirm the date of issue.",
	"not-yet-valid":         "Please say from which day the instrument is in force.",
	"identifier-invalid":    "An identifier on the paper cannot belong to anyone in the form in which it is written. Please state it in full, a telephone number with its country code.",
	"identifier-ambiguous":  "The identifier fits more than one user. Please add the port and the instant with its time zone, or another identifier.",
	"window-missing":        "Please state the period: from when and until when, with the time zone.",
	"window-ambiguous":      "Please state the times with their offset from UTC. A local time without a zone, or one that occurs twice or not at all when clocks change, cannot be read.",
	"window-too-long":       "The period on the paper is longer than the law allows one order to run. Please send a corrected order.",
	"duplicate":             "We have answered the same request before. Please say whether anything further is needed, and what.",
	"language":              "Please send the paper in a language that we accept.",
	"wrong-addressee":       "Please say to which company the paper is addressed.",
	"offence-threshold":     "Please state the offence and the most severe penalty that the law provides for it.",
	"emergency-not-shown":   "Please state the danger and why there is no time for another instrument.",
	"issuer-not-competent":  "Please state the office and rank of the person who signed.",
	"uncertain-rule":        "Please state under which provision the paper is made.",
	"instrument-too-weak":   "Please state under which provision this category is ordered.",
	"privilege":             "Please say whether the person is bound by professional privilege, and which order covers it.",
	"retention-purpose":     "Please state the purpose for which the records are asked.",
	"conflict-of-laws":      "Please say how the law of the other country was considered.",
	"category-not-provided": "Please say which of our services the request concerns.",
}

// repairs say what would reach what was withheld, where neither rule nor pack says it better.
var repairs = map[writ.Ground]string{
	"expired":                  "a new instrument, or an extension of this one",
	"not-validated":            "the same instrument with the approval that the law requires",
	"issuer-not-competent":     "the same instrument from an issuer whom the law names",
	"no-jurisdiction":          "mutual legal assistance, or the law of the place where the provider is established",
	"mutual-assistance-needed": "a request for mutual legal assistance through the central authorities",
	"wrong-addressee":          "the same instrument, addressed to the provider or its representative",
	"offence-threshold":        "an instrument that the law provides for this offence",
	"emergency-not-shown":      "a new request that states the danger, or process without emergency",
	"retention-purpose":        "a request for a purpose that the duty to keep serves",
	"not-yet-valid":            "an instrument made under the law in force",
	"privilege":                "an order that the law provides for persons bound by privilege",
	"service-out-of-scope":     "an instrument that binds this service",
	"fundamental-rights":       "a new instrument, after the objection is settled",
}
