package jsondoctest

import (
	"fmt"
	"slices"
	"strings"
)

// Order is the Track call of a shop's order, at a time, that nothing is wrong with, with members laid over it: each a name
// and a JSON value, which is left out when empty.
func Order(timestamp string, members ...string) string {
	names := []string{"type", "userId", "anonymousId", "event", "properties", "timestamp"}
	values := map[string]string{
		"type": `"track"`, "userId": `"u_42"`, "anonymousId": `"anon-7f3"`, "event": `"Order Completed"`,
		"properties": `{"revenue":59.9}`, "timestamp": `"` + timestamp + `"`,
	}
	for i := 0; i < len(members); i += 2 {
		if !slices.Contains(names, members[i]) {
			names = append(names, members[i])
		}
		values[members[i]] = members[i+1]
	}
	var parts []string
	for _, name := range names {
		if values[name] != "" {
			parts = append(parts, fmt.Sprintf("%q:%s", name, values[name]))
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}
