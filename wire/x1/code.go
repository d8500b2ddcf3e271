package x1

import "strconv"

// A Code is an error or issue code of TS 103 221-1 table 6.7-3.
type Code int

// The codes of errors, by the request that they answer.
const (
	Generic               Code = 1000
	Syntax                Code = 1010 // syntax or schema error
	UnsupportedVersion    Code = 1020
	ADMFNotOfCertificate  Code = 1030
	UnexpectedADMF        Code = 1040
	NENotOfCertificate    Code = 1050
	UnexpectedNE          Code = 1060
	KeepaliveNotSupported Code = 1070
	UnsupportedRequest    Code = 1080

	XIDExists     Code = 2010
	XIDUnknown    Code = 2020
	DIDExists     Code = 2030
	DIDUnknown    Code = 2040
	ObjectExists  Code = 2050
	ObjectUnknown Code = 2060

	ActivateTaskFailure       Code = 3000
	ModifyTaskFailure         Code = 3001
	UnsupportedTarget         Code = 3010
	UnsupportedTargets        Code = 3020 // their combination
	OneDestinationOnly        Code = 3030
	DeliveryMismatch          Code = 3040 // deliveryType does not fit the destinations
	UnsupportedService        Code = 3050
	DeactivateTaskFailure     Code = 4000
	DeactivateAllTasksFailure Code = 5000
	DeactivateAllNotEnabled   Code = 5010

	CreateDestinationFailure     Code = 6000
	ModifyDestinationFailure     Code = 6001
	UnsupportedAddress           Code = 6020
	RemoveDestinationFailure     Code = 7000
	DestinationInUse             Code = 7010
	RemoveAllDestinationsFailure Code = 8000
	DestinationsInUse            Code = 8010
	RemoveAllNotEnabled          Code = 8020

	CreateObjectFailure        Code = 8500
	ModifyObjectFailure        Code = 8510
	DeleteObjectFailure        Code = 8530
	DeleteAllObjectsFailure    Code = 8540
	DeleteAllObjectsNotEnabled Code = 8550
)

// The codes of issues, which reports and lists of faults carry.
const (
	ErrorCleared      Code = 9000
	GenericWarning    Code = 9010
	NonTerminating    Code = 9020
	Terminating       Code = 9030
	RequestActioned   Code = 9040
	KeepalivesMissing Code = 9050
	DatabaseCleared   Code = 10000
)

var meanings = map[Code]string{
	Generic: "Generic error", Syntax: "Syntax or schema error", UnsupportedVersion: "Unsupported version",
	ADMFNotOfCertificate: "ADMF identifier does not match certificate", UnexpectedADMF: "Unexpected ADMF identifier",
	NENotOfCertificate: "NE identifier does not match certificate", UnexpectedNE: "Unexpected NE identifier",
	KeepaliveNotSupported: "Keepalive not supported", UnsupportedRequest: "Unsupported request",
	XIDExists: "XID already exists on NE", XIDUnknown: "XID does not exist on NE",
	DIDExists: "DID already exists on NE", DIDUnknown: "DID does not exist on NE",
	ObjectExists: "Generic object ID already exists on NE", ObjectUnknown: "Generic object ID does not exist on NE",
	ActivateTaskFailure: "Generic ActivateTask failure", ModifyTaskFailure: "Generic ModifyTask failure",
	UnsupportedTarget: "Unsupported TargetIdentifier type", UnsupportedTargets: "Unsupported combination of TargetIdentifiers",
	OneDestinationOnly: "Multiple destinations not supported", DeliveryMismatch: "Invalid combination of DeliveryType and destinations",
	UnsupportedService: "Unsupported service type", DeactivateTaskFailure: "Generic DeactivateTask failure",
	DeactivateAllTasksFailure: "Generic DeactivateAllTasks failure", DeactivateAllNotEnabled: "DeactivateAllTasks not enabled",
	CreateDestinationFailure: "Generic CreateDestination failure", ModifyDestinationFailure: "Generic ModifyDestination failure",
	UnsupportedAddress: "Unsupported delivery address type", RemoveDestinationFailure: "Generic RemoveDestination failure",
	DestinationInUse: "Destination in use", RemoveAllDestinationsFailure: "Generic RemoveAllDestinations failure",
	DestinationsInUse: "Destinations in use", RemoveAllNotEnabled: "RemoveAllDestinations not enabled",
	CreateObjectFailure: "Generic CreateObject failure", ModifyObjectFailure: "Generic ModifyObject failure",
	DeleteObjectFailure: "Generic DeleteObject failure", DeleteAllObjectsFailure: "Generic DeleteAllObjects failure",
	DeleteAllObjectsNotEnabled: "DeleteAllObjects not enabled",
	ErrorCleared:               "Error cleared", GenericWarning: "Generic warning", NonTerminating: "Generic non-terminating fault",
	Terminating: "Terminating fault", RequestActioned: "Request actioned", KeepalivesMissing: "Keepalives not received",
	DatabaseCleared: "Database cleared",
}

// Known reports whether the table names the code.
func (c Code) Known() bool { return meanings[c] != "" }

// String is the table's meaning, which an errorDescription carries: it names no task.
func (c Code) String() string {
	if m := meanings[c]; m != "" {
		return m
	}
	return "code " + strconv.Itoa(int(c))
}
