package sources

import (
	"path/filepath"
	"slices"
	"strings"

	"segtap/capture/watch"
	"segtap/ui/reading"
)

// Watch watches the sources, and files with metrics. Changed waits until some of them have changed, and reports false when
// the watching has ended.
func (o *Options) Watch(metrics []string) (changed func() (reading.Change, bool), end func() error, err error) {
	watcher, err := watch.Start(watch.Options{Paths: slices.Concat(o.Paths(), metrics), Wanted: func(name string) bool {
		return Wanted(name) || isTerraform(name)
	}})
	if err != nil {
		return nil, nil, err
	}
	changed = func() (reading.Change, bool) {
		change, ok := <-watcher.Changes()
		return o.sorted(change, metrics), ok
	}
	return changed, watcher.Close, nil
}

// sorted tells files with metrics from the sources. One may be both, when it stands in a directory of code.
func (o *Options) sorted(change watch.Change, metrics []string) reading.Change {
	out := reading.Change{Problem: change.Problem}
	for _, path := range change.Paths {
		isMetrics := slices.ContainsFunc(metrics, func(of string) bool {
			beneath, err := filepath.Rel(of, path)
			return filepath.Clean(of) == filepath.Clean(path) || isTerraform(path) && err == nil && filepath.IsLocal(beneath)
		})
		if isMetrics {
			out.Metrics = append(out.Metrics, path)
		}
		if !isMetrics || slices.Contains(o.plans.GetSlice(), path) {
			out.Names = append(out.Names, path)
		}
	}
	return out
}

// isTerraform reports whether a file may be one of a directory with metrics.
func isTerraform(name string) bool {
	return strings.HasSuffix(name, ".tf") || strings.HasSuffix(name, ".tf.json") || strings.HasSuffix(name, ".tfvars")
}
