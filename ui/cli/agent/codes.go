package agent

import (
	"context"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"segtap/mapping/verdict"
	"segtap/ui/cli/codes"
)

// addCodes adds what is told of the diagnostics: a tool, and a page of each as a resource.
func addCodes(s *mcp.Server) {
	add(s, mcp.Tool{Name: "explain_code", Description: "What a code of a problem means, such as value_not_number: why it matters, how to repair it, and where the rule comes from."},
		looks, "Explain a code", explainCode)
	for _, info := range verdict.Codes() {
		s.AddResource(&mcp.Resource{
			URI: pages + info.Name, Name: info.Name, Title: info.What, MIMEType: "text/plain",
			Description: "What " + info.Name + " means, why it matters and how to repair it.",
		}, readPage)
	}
}

// pages is what the address of the page of each code begins with.
const pages = "segtap://codes/"

func readPage(_ context.Context, req *mcp.ReadResourceRequest) (*mcp.ReadResourceResult, error) {
	info, ok := verdict.CodeByName(strings.TrimPrefix(req.Params.URI, pages))
	if !ok {
		return nil, mcp.ResourceNotFoundError(req.Params.URI)
	}
	return &mcp.ReadResourceResult{Contents: []*mcp.ResourceContents{{URI: req.Params.URI, MIMEType: "text/plain", Text: codes.Page(info)}}}, nil
}

type codeInput struct {
	Code string `json:"code" jsonschema:"the code, as a problem of an event has it"`
}

// code is what is told of a diagnostic.
type code struct {
	Code     string `json:"code"`
	Severity string `json:"severity" jsonschema:"error, warning or info"`
	Gate     string `json:"gate" jsonschema:"which of the nine gates between the SDK and the experiment it is about"`
	What     string `json:"what" jsonschema:"what it means"`
	Why      string `json:"why" jsonschema:"why it matters"`
	Fix      string `json:"fix" jsonschema:"how to repair it"`
	Source   string `json:"source" jsonschema:"where the rule comes from"`
}

func explainCode(_ context.Context, _ call, in codeInput) (*answer[code], error) {
	info, ok := verdict.CodeByName(in.Code)
	if !ok {
		hint := "codes stand in the problems of an event; the resources of this server list them all"
		if nearest := codes.Nearest(in.Code); nearest != "" {
			hint = "did you mean " + nearest + "? " + hint
		}
		return nil, &failure{"there is no such code", hint}
	}
	a := &answer[code]{Out: code{info.Name, info.Severity.String(), info.Gate.String(), info.What, info.Why, info.Fix, info.Source}}
	a.text.add("%s", strings.TrimSuffix(codes.Page(info), "\n"))
	return a, nil
}
