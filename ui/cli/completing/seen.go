package completing

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/spf13/cobra"

	"segtap/capture/control/client"
	"segtap/capture/launchdarkly/files"
	"segtap/mapping/query"
	"segtap/ui/cli/capturing"
	"segtap/ui/cli/config"
)

// patience is how long a key in the shell waits for a running segtap.
const patience = 150 * time.Millisecond

// seen returns the names that are known: metrics and experiments of the files that the line
// or a configuration gives, and what a running segtap has seen.
func seen(cmd *cobra.Command) (known query.Known) {
	_ = config.Apply(cmd) // without one, the line alone says it
	if flag := cmd.Flags().Lookup("metrics"); flag != nil {
		if given, ok := flag.Value.(*config.FilesFlag); ok && len(*given) > 0 {
			addFiles(&known, *given)
		}
	}
	ctx, cancel := context.WithTimeout(cmd.Context(), patience)
	defer cancel()
	known.Events = append(running(ctx, cmd), known.Events...)
	return known
}

// addFiles adds what files with metrics and experiments name.
func addFiles(known *query.Known, given config.FilesFlag) {
	set, err := files.Read(given...)
	if err != nil {
		return
	}
	catalogue, _ := set.Join(nil)
	for i := range catalogue.Metrics {
		known.Metrics = append(known.Metrics, catalogue.Metrics[i].Key)
		known.Events = append(known.Events, catalogue.Metrics[i].EventKey)
	}
	for i := range catalogue.Experiments {
		known.Experiments = append(known.Experiments, catalogue.Experiments[i].Key)
	}
}

// running asks a running segtap for the names of the events that came; none where nobody
// answers in time.
func running(ctx context.Context, cmd *cobra.Command) (names []string) {
	address := ""
	if flag := cmd.Flags().Lookup("url"); flag != nil {
		address = flag.Value.String()
	} else if flag := cmd.Flags().Lookup("listen"); flag != nil {
		address = "http://" + flag.Value.String()
	}
	c, err := capturing.Client(cmp.Or(address, capturing.DefaultURL))
	if err != nil {
		return nil
	}
	defer c.Close()
	text, err := c.Ask(ctx, client.Request{Method: http.MethodGet, Path: "/summary"})
	if err != nil {
		return nil
	}
	var answer struct {
		Names []struct {
			Name string `json:"name"`
		} `json:"names"`
	}
	if json.Unmarshal(text, &answer) != nil {
		return nil
	}
	for _, n := range answer.Names {
		names = append(names, n.Name)
	}
	return names
}
