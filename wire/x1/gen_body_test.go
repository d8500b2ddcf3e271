package x1_test

import (
	"strconv"

	"pgregory.net/rapid"

	"writ/wire/x1"
)

const objectKind = "Q{http://uri.etsi.org/03221/X1/2017/10/HashedID}HashContext"

// requests draws one request of each type.
var requests = map[x1.Type]func(*rapid.T) x1.Request{
	x1.ActivateTask:             func(t *rapid.T) x1.Request { return &x1.ActivateTaskRequest{Task: task(t)} },
	x1.ModifyTask:               func(t *rapid.T) x1.Request { return &x1.ModifyTaskRequest{Task: task(t)} },
	x1.DeactivateTask:           func(t *rapid.T) x1.Request { return &x1.DeactivateTaskRequest{XID: uuid(t)} },
	x1.DeactivateAllTasks:       func(t *rapid.T) x1.Request { return &x1.DeactivateAllTasksRequest{} },
	x1.GetTaskDetails:           func(t *rapid.T) x1.Request { return &x1.GetTaskDetailsRequest{XID: uuid(t)} },
	x1.CreateDestination:        func(t *rapid.T) x1.Request { return &x1.CreateDestinationRequest{Destination: destination(t)} },
	x1.ModifyDestination:        func(t *rapid.T) x1.Request { return &x1.ModifyDestinationRequest{Destination: destination(t)} },
	x1.RemoveDestination:        func(t *rapid.T) x1.Request { return &x1.RemoveDestinationRequest{DID: uuid(t)} },
	x1.RemoveAllDestinations:    func(t *rapid.T) x1.Request { return &x1.RemoveAllDestinationsRequest{} },
	x1.GetDestinationDetails:    func(t *rapid.T) x1.Request { return &x1.GetDestinationDetailsRequest{DID: uuid(t)} },
	x1.GetNEStatus:              func(t *rapid.T) x1.Request { return &x1.GetNEStatusRequest{} },
	x1.GetAllDetails:            func(t *rapid.T) x1.Request { return &x1.GetAllDetailsRequest{} },
	x1.GetAllTaskDetails:        func(t *rapid.T) x1.Request { return &x1.GetAllTaskDetailsRequest{} },
	x1.GetAllDestinationDetails: func(t *rapid.T) x1.Request { return &x1.GetAllDestinationDetailsRequest{} },
	x1.GetAllGenericObjectDetails: func(t *rapid.T) x1.Request {
		return &x1.GetAllGenericObjectDetailsRequest{Kind: oneOf("", objectKind)(t)}
	},
	x1.ListAllDetails: func(t *rapid.T) x1.Request { return &x1.ListAllDetailsRequest{} },
	x1.ReportTaskIssue: func(t *rapid.T) x1.Request {
		return &x1.ReportTaskIssueRequest{XID: uuid(t), Report: enum(t, x1.FullyActionedUnsuccessfully), Code: code(t), Details: text(t), Extensions: some(t, extension)}
	},
	x1.ReportDestinationIssue: func(t *rapid.T) x1.Request {
		return &x1.ReportDestinationIssueRequest{DID: uuid(t), Report: enum(t, x1.FullyActionedUnsuccessfully), Code: code(t), Details: text(t)}
	},
	x1.ReportNEIssue: func(t *rapid.T) x1.Request {
		return &x1.ReportNEIssueRequest{Issue: enum(t, x1.Alert), Description: text(t), Code: code(t), Extensions: some(t, extension)}
	},
	x1.Ping:              func(t *rapid.T) x1.Request { return &x1.PingRequest{} },
	x1.Keepalive:         func(t *rapid.T) x1.Request { return &x1.KeepaliveRequest{} },
	x1.CreateObject:      func(t *rapid.T) x1.Request { return &x1.CreateObjectRequest{Object: hashContext(t)} },
	x1.ModifyObject:      func(t *rapid.T) x1.Request { return &x1.ModifyObjectRequest{Object: hashContext(t)} },
	x1.GetObject:         func(t *rapid.T) x1.Request { return &x1.GetObjectRequest{ID: uuid(t)} },
	x1.DeleteObject:      func(t *rapid.T) x1.Request { return &x1.DeleteObjectRequest{ID: uuid(t)} },
	x1.ListObjectsOfType: func(t *rapid.T) x1.Request { return &x1.ListObjectsOfTypeRequest{Kind: objectKind} },
	x1.DeleteAllObjects:  func(t *rapid.T) x1.Request { return &x1.DeleteAllObjectsRequest{} },
}

// answersOf draws the response of each type that is answered with more than an OK.
var answersOf = map[x1.Type]func(*rapid.T) x1.Response{
	x1.GetTaskDetails: func(t *rapid.T) x1.Response { return &x1.GetTaskDetailsResponse{Task: taskState(t)} },
	x1.GetDestinationDetails: func(t *rapid.T) x1.Response {
		return &x1.GetDestinationDetailsResponse{Destination: destinationState(t)}
	},
	x1.GetNEStatus: func(t *rapid.T) x1.Response { return &x1.GetNEStatusResponse{Status: neStatus(t)} },
	x1.GetAllDetails: func(t *rapid.T) x1.Response {
		return &x1.GetAllDetailsResponse{Status: neStatus(t), Tasks: some(t, taskState), Destinations: some(t, destinationState), Objects: some(t, object)}
	},
	x1.GetAllTaskDetails: func(t *rapid.T) x1.Response { return &x1.GetAllTaskDetailsResponse{Tasks: some(t, taskState)} },
	x1.GetAllDestinationDetails: func(t *rapid.T) x1.Response {
		return &x1.GetAllDestinationDetailsResponse{Destinations: some(t, destinationState)}
	},
	x1.GetAllGenericObjectDetails: func(t *rapid.T) x1.Response { return &x1.GetAllGenericObjectDetailsResponse{Objects: some(t, object)} },
	x1.ListAllDetails: func(t *rapid.T) x1.Response {
		return &x1.ListAllDetailsResponse{XIDs: uuids(t), DIDs: destinations(t), Objects: uuids(t)}
	},
	x1.GetObject:         func(t *rapid.T) x1.Response { return &x1.GetObjectResponse{Object: object(t)} },
	x1.ListObjectsOfType: func(t *rapid.T) x1.Response { return &x1.ListObjectsOfTypeResponse{Objects: uuids(t)} },
}

func response(t *rapid.T, of x1.Type) x1.Response {
	if rapid.IntRange(0, 3).Draw(t, "error") == 3 {
		return &x1.ErrorResponse{Of: of, Code: code(t), Description: text(t), Extended: oneOf("", "X")(t)}
	}
	if f, ok := answersOf[of]; ok {
		return f(t)
	}
	ok := enum(t, x1.Acknowledged)
	if of == x1.ReportNEIssue {
		ok = x1.Completed
	}
	return &x1.OKResponse{Of: of, OK: ok}
}

func envelope(t *rapid.T) x1.Envelope {
	return x1.Envelope{ADMF: tokenText(t), NE: tokenText(t), At: instant(t), Version: "v1." + strconv.Itoa(rapid.IntRange(1, 22).Draw(t, "minor")) + ".1", Transaction: uuid(t)}
}

// message draws one of the type, for a document with the root.
func message(t *rapid.T, root x1.Root, of x1.Type) x1.Message {
	m := x1.Message{Envelope: envelope(t)}
	switch root {
	case x1.X1Request:
		m.Body = requests[of](t)
	case x1.X1Response:
		m.Body = response(t, of)
	default:
		m.Transaction = x1.UUID{}
	}
	return m
}

// container draws a document of one to three messages, or a top-level error.
func container(t *rapid.T) x1.Container {
	c := x1.Container{Root: x1.Root(rapid.IntRange(1, 3).Draw(t, "root"))}
	for n := range rapid.IntRange(1, 3).Draw(t, "messages") {
		if n == 0 || c.Root != x1.X1TopLevelErrorResponse {
			c.Messages = append(c.Messages, message(t, c.Root, enum(t, x1.DeleteAllObjects)))
		}
	}
	return c
}

// everything draws a document with one message of every type.
func everything(t *rapid.T, root x1.Root) x1.Container {
	c := x1.Container{Root: root}
	for of := x1.ActivateTask; of <= x1.DeleteAllObjects; of++ {
		c.Messages = append(c.Messages, message(t, root, of))
	}
	return c
}
