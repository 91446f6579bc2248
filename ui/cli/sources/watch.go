package sources

import (
	"os"
	"path/filepath"
	"slices"

	"segtap/capture/launchdarkly/files/module"
	"segtap/capture/watch"
	"segtap/ui/reading"
)

// Watch watches the sources, and files with metrics. Changed waits until some of them have changed, and reports false when
// the watching has ended.
func (o *Options) Watch(metrics []string) (changed func() (reading.Change, bool), end func() error, err error) {
	watcher, err := watch.Start(watch.Options{Paths: slices.Concat(o.Paths(), metrics, beside(metrics)), Exclude: o.files.exclude, Wanted: wanted})
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
		isMetrics := Read(metrics, path)
		if isMetrics {
			out.Metrics = append(out.Metrics, path)
		}
		if o.isPlan(path) || !module.Tells(path) && (o.isCode(path) || !isMetrics) {
			out.Names = append(out.Names, path)
		}
	}
	return out
}

// Read reports whether a path that has changed is read with one of some paths: it is one of them, or belongs to the
// Terraform module that one is, or is of.
func Read(paths []string, changed string) bool {
	return isAmong(paths, changed) || slices.ContainsFunc(paths, func(of string) bool { return inModule(of, changed) })
}

// beside returns the directories of files of Terraform: what their neighbours say counts too.
func beside(metrics []string) []string {
	var dirs []string
	for _, of := range metrics {
		if module.IsFile(of) {
			dirs = append(dirs, filepath.Dir(of))
		}
	}
	return dirs
}

// inModule reports whether a path is a file of the Terraform module of a path with metrics, or a directory that has come
// into it.
func inModule(of, path string) bool {
	if module.IsFile(of) {
		of = filepath.Dir(of)
	}
	if within, err := filepath.Rel(of, path); err != nil || !filepath.IsLocal(within) {
		return false
	}
	if module.Tells(path) {
		return true
	}
	info, err := os.Lstat(path)
	return err == nil && info.IsDir()
}
