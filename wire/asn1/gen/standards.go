package main

// roots are the modules whose PDUs stand on an interface.
var roots = []string{"LI-PS-PDU", "TS33128Payloads", "TS33128IdentityAssociation", "RDMessage", "PCESP"}

// standards says which standard and version each module is of.
var standards = map[string]string{
	"LI-PS-PDU":                          "ETSI TS 102 232-1, module version 43",
	"HI1NotificationOperations":          "ETSI TS 102 232-1 (before: TS 101 671), module version 7",
	"HI2Operations":                      "ETSI TS 102 232-1 (before: TS 101 671), module version 18",
	"EmailPDU":                           "ETSI TS 102 232-2, module version 20",
	"IPAccessPDU":                        "ETSI TS 102 232-3, module version 20",
	"L2AccessPDU":                        "ETSI TS 102 232-4, module version 10",
	"IPMultimediaPDU":                    "ETSI TS 102 232-5, module version 17",
	"PstnIsdnPDU":                        "ETSI TS 102 232-6, module version 6",
	"ILHIPDU":                            "ETSI TS 103 462, module version 2",
	"Common-Parameters":                  "ETSI TS 103 280, module version 281",
	"RDMessage":                          "ETSI TS 102 657, module version 26",
	"TS33128Payloads":                    "3GPP TS 33.128 release 17, module version 15",
	"TS33128IdentityAssociation":         "3GPP TS 33.128 release 17, module version 0",
	"UmtsHI2Operations":                  "3GPP TS 33.108 B.3, release 15 version 5",
	"UmtsCS-HI2Operations":               "3GPP TS 33.108 B.3a, release 15 version 1",
	"Umts-HI3-PS":                        "3GPP TS 33.108 B.4, release 7 version 0",
	"EpsHI2Operations":                   "3GPP TS 33.108 B.9, release 15 version 5",
	"Eps-HI3-PS":                         "3GPP TS 33.108 B.10, release 12 version 0",
	"CONFHI2Operations":                  "3GPP TS 33.108 B.11.1, release 13 version 0",
	"CONF-HI3-IMS":                       "3GPP TS 33.108 B.11.2, release 13 version 0",
	"VoIP-HI3-IMS":                       "3GPP TS 33.108 B.12, release 15 version 1",
	"ProSeHI2Operations":                 "3GPP TS 33.108 B.13, release 13 version 0",
	"GCSEHI2Operations":                  "3GPP TS 33.108 B.14.1, release 15 version 0",
	"GCSE-HI3":                           "3GPP TS 33.108 B.14.2, release 13 version 0",
	"CSvoice-HI3-IP":                     "3GPP TS 33.108 B.17, release 14 version 0",
	"ThreeGPP-HI1NotificationOperations": "3GPP TS 33.108 M.2, release 13 version 1",
	"TS101909201":                        "ETSI TS 101 909-20-1, V1.1.2",
	"TS101909202":                        "ETSI TS 101 909-20-2, V1.2.1",
	"EN301040":                           "ETSI EN 301 040, interception version 0",
	"PCESP":                              "PacketCable Electronic Surveillance (ANSI/SCTE 24-13), module version 4",
}
