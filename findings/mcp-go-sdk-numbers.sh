#!/usr/bin/env bash
# a typed tool of the Go SDK for MCP gets other numbers than its caller sent
#
# Package:  github.com/modelcontextprotocol/go-sdk v1.8.0, on 2026-11-29
# Expected: a tool whose input has a member of type json.RawMessage gets the text
#           that was sent, as json.RawMessage promises elsewhere; and a result of
#           that type goes out as it is.
# Seen:     mcp.AddTool takes both through a map of float64 before it hands them
#           on: an id of 20 digits is another one, and of duplicate members one is
#           left. Server.AddTool keeps them.
# Meets it: tools that pass on JSON of others: events, database rows, ids.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export GOFLAGS=-mod=mod
go mod init finding >/dev/null 2>&1
go get github.com/modelcontextprotocol/go-sdk@v1.8.0 >/dev/null 2>&1

cat >main.go <<'GO'
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type passed struct {
	Row json.RawMessage `json:"row"`
}

func main() {
	ctx := context.Background()
	server := mcp.NewServer(&mcp.Implementation{Name: "finding", Version: "1"}, nil)
	object := &jsonschema.Schema{Type: "object"}
	mcp.AddTool(server, &mcp.Tool{Name: "typed", InputSchema: object, OutputSchema: object},
		func(_ context.Context, _ *mcp.CallToolRequest, in passed) (*mcp.CallToolResult, passed, error) {
			fmt.Printf("typed gets %s\n", in.Row)
			return nil, passed{json.RawMessage(`{"id":12345678901234567890}`)}, nil
		})
	server.AddTool(&mcp.Tool{Name: "plain", InputSchema: object},
		func(_ context.Context, req *mcp.CallToolRequest) (*mcp.CallToolResult, error) {
			fmt.Printf("plain gets %s\n", req.Params.Arguments)
			return &mcp.CallToolResult{StructuredContent: json.RawMessage(`{"row":{"id":12345678901234567890}}`)}, nil
		})
	server.AddReceivingMiddleware(func(next mcp.MethodHandler) mcp.MethodHandler {
		return func(ctx context.Context, method string, req mcp.Request) (mcp.Result, error) {
			res, err := next(ctx, method, req)
			if call, ok := res.(*mcp.CallToolResult); ok {
				text, _ := json.Marshal(call.StructuredContent)
				fmt.Printf("and gives %s\n", text)
			}
			return res, err
		}
	})
	ours, theirs := mcp.NewInMemoryTransports()
	if _, err := server.Connect(ctx, ours, nil); err != nil {
		log.Fatal(err)
	}
	session, err := mcp.NewClient(&mcp.Implementation{Name: "finding", Version: "1"}, nil).Connect(ctx, theirs, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range []string{"typed", "plain"} {
		sent := json.RawMessage(`{"row":{"id":12345678901234567890,"a":1,"a":2}}`)
		if _, err := session.CallTool(ctx, &mcp.CallToolParams{Name: name, Arguments: sent}); err != nil {
			log.Fatal(err)
		}
	}
}
GO

cat >want <<'WANT'
typed gets {"a":2,"id":12345678901234567000}
and gives {"row":{"id":12345678901234567000}}
plain gets {"row":{"id":12345678901234567890,"a":1,"a":2}}
and gives {"row":{"id":12345678901234567890}}
WANT
go mod tidy >/dev/null 2>&1
timeout 120 go run . | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
