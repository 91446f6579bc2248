package ui

import (
	"net/url"
	"strings"
)

// Snippet tells how one SDK is pointed at segtap.
type Snippet struct {
	Name string // as `segtap snippet` takes it
	SDK  string // as people call it
	// Lines are the working lines. {URL} is the address of the capture
	// endpoint, {SCHEME} its scheme, {HOST} the rest, {NAME} and {PORT} the
	// parts of that.
	Lines []string
	// Notes are the traps of this SDK, one a line.
	Notes []string
}

// Snippets are the SDKs that the start screen offers, in its order.
func Snippets() []Snippet { return snippets }

var snippets = []Snippet{
	{
		"curl", "curl", []string{
			`curl {URL}/v1/track -u WRITE_KEY: \`,
			`  -H 'Content-Type: application/json' \`,
			`  -d '{"userId":"u_42","event":"Order Completed","properties":{"revenue":59.9}}'`,
		}, nil,
	},
	{
		"analytics.js", "analytics.js", []string{
			`AnalyticsBrowser.load(`,
			`  { writeKey: 'WRITE_KEY', cdnURL: '{URL}' },`,
			`  { integrations: { 'Segment.io': { apiHost: '{HOST}/v1', protocol: '{SCHEME}' } } })`,
		}, []string{"apiHost has no scheme and ends in /v1; cdnURL has a scheme and no /v1."},
	},
	{
		"node", "Node", []string{
			`import { Analytics } from '@segment/analytics-node'`,
			`const analytics = new Analytics({ writeKey: 'WRITE_KEY', host: '{URL}' })`,
		}, nil,
	},
	{
		"go", "Go", []string{
			`client, err := analytics.NewWithConfig("WRITE_KEY", analytics.Config{`,
			`    Endpoint: "{URL}",`,
			`})`,
		}, nil,
	},
	{
		"python", "Python", []string{
			`import segment.analytics as analytics`,
			`analytics.write_key = 'WRITE_KEY'`,
			`analytics.host = '{URL}'`,
		}, nil,
	},
	{
		"ruby", "Ruby", []string{
			`require 'segment/analytics'`,
			`module PlainHTTP`,
			`  def initialize(options = {})`,
			`    super(options.reject { |k, _| k == :ssl })`,
			`    @http.use_ssl = false`,
			`  end`,
			`end`,
			`Segment::Analytics::Transport.prepend(PlainHTTP)`,
			`analytics = Segment::Analytics.new(write_key: 'WRITE_KEY',`,
			`  host: '{NAME}', port: {PORT})`,
		}, []string{"ssl: false alone does not work: the library turns it into true."},
	},
	{
		"java", "Java", []string{
			`Analytics analytics = Analytics.builder("WRITE_KEY")`,
			`    .endpoint("{URL}")`,
			`    .build();`,
		}, nil,
	},
	{
		"php", "PHP", []string{
			`class PlainHTTP extends Segment\Consumer\LibCurl {`,
			`  protected string $protocol = 'http://';`,
			`}`,
			`Segment\Segment::init('WRITE_KEY', [`,
			`  'host' => '{HOST}', 'consumer' => PlainHTTP::class]);`,
		}, []string{"The library speaks https only unless its protocol is overridden as here."},
	},
	{
		"csharp", "C#", []string{
			`class PlainHTTP : DefaultHTTPClient {`,
			`  public PlainHTTP(string k, string a = null, string c = null) : base(k, a, c) {}`,
			`  public override string SegmentURL(string host, string path) => "http://" + host + path;`,
			`}`,
			`class PlainHTTPProvider : IHTTPClientProvider {`,
			`  public HTTPClient CreateHTTPClient(string k, string a = null, string c = null) =>`,
			`    new PlainHTTP(k, a, c);`,
			`}`,
			`var analytics = new Analytics(new Configuration("WRITE_KEY",`,
			`  apiHost: "{HOST}/v1", cdnHost: "{HOST}/v1",`,
			`  httpClientProvider: new PlainHTTPProvider()));`,
		}, []string{"The library speaks https only unless its URL is overridden as here."},
	},
	{
		"swift", "Swift", []string{
			`let analytics = Analytics(configuration: Configuration(writeKey: "WRITE_KEY")`,
			`  .apiHost("{HOST}/v1").cdnHost("{HOST}/v1")`,
			`  .requestFactory { request in`,
			`    var request = request`,
			`    var url = URLComponents(url: request.url!, resolvingAgainstBaseURL: false)!`,
			`    url.scheme = "http"`,
			`    request.url = url.url`,
			`    return request`,
			`  })`,
		}, []string{
			"Set both hosts: settings from Segment's CDN would turn events back to production.",
			"App Transport Security must allow plain http to this host.",
		},
	},
	{
		"kotlin", "Kotlin", []string{
			`val analytics = Analytics("WRITE_KEY", context) {`,
			`  apiHost = "{HOST}/v1"`,
			`  cdnHost = "{HOST}/v1"`,
			`  defaultSettings = Settings(integrations = buildJsonObject { put("Segment.io", true) })`,
			`  requestFactory = object : RequestFactory() {`,
			`    override fun upload(apiHost: String) =`,
			`      openConnection("http://$apiHost/b").apply {`,
			`        requestMethod = "POST"; doOutput = true`,
			`        setRequestProperty("Content-Type", "text/plain")`,
			`        setRequestProperty("Content-Encoding", "gzip"); setChunkedStreamingMode(0)`,
			`      }`,
			`    override fun settings(cdnHost: String, writeKey: String) =`,
			`      openConnection("http://$cdnHost/projects/$writeKey/settings")`,
			`  }`,
			`}`,
		}, []string{
			"When the settings cannot be fetched, events go to api.segment.io although apiHost is set here.",
			"From the Android emulator the host is 10.0.2.2, not 127.0.0.1.",
		},
	},
	{
		"react-native", "React Native", []string{
			`const client = createClient({`,
			`  writeKey: 'WRITE_KEY', useSegmentEndpoints: true,`,
			`  proxy: '{URL}/v1', cdnProxy: '{URL}/v1',`,
			`})`,
		}, []string{
			"A host of one label (http://mock:8910) or http://[::1] is refused, and events go to production.",
			"From the Android emulator the host is 10.0.2.2, not 127.0.0.1.",
		},
	},
}

// secure are the lines for an https address of the SDKs that speak nothing else
// by themselves.
var secure = map[string][]string{
	"ruby": {
		`require 'segment/analytics'`,
		`analytics = Segment::Analytics.new(write_key: 'WRITE_KEY',`,
		`  host: '{NAME}', port: {PORT})`,
	},
	"php": {
		`Segment\Segment::init('WRITE_KEY', ['host' => '{HOST}']);`,
	},
	"csharp": {
		`var analytics = new Analytics(new Configuration("WRITE_KEY",`,
		`  apiHost: "{HOST}/v1", cdnHost: "{HOST}/v1"));`,
	},
	"swift": {
		`let analytics = Analytics(configuration: Configuration(writeKey: "WRITE_KEY")`,
		`  .apiHost("{HOST}/v1").cdnHost("{HOST}/v1"))`,
	},
	"kotlin": {
		`val analytics = Analytics("WRITE_KEY", context) {`,
		`  apiHost = "{HOST}/v1"`,
		`  cdnHost = "{HOST}/v1"`,
		`  defaultSettings = Settings(integrations = buildJsonObject { put("Segment.io", true) })`,
		`}`,
	},
}

// trusted is the note beside every https address.
const trusted = "The SDK has to trust the certificate first: `segtap ca` says how."

// Fill gives the lines for a capture endpoint, such as http://127.0.0.1:8910.
func (s Snippet) Fill(address string) []string {
	u, err := url.Parse(address)
	if err != nil {
		u = &url.URL{Host: address}
	}
	port, lines := u.Port(), s.Lines
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	if own, ok := secure[s.Name]; ok && u.Scheme == "https" {
		lines = own
	}
	fill := strings.NewReplacer("{URL}", address, "{SCHEME}", u.Scheme, "{HOST}", u.Host, "{NAME}", u.Hostname(), "{PORT}", port)
	filled := make([]string, len(lines))
	for i, line := range lines {
		filled[i] = fill.Replace(line)
	}
	return filled
}

// NotesFor gives the traps of the SDK at an address.
func (s Snippet) NotesFor(address string) []string {
	if !strings.HasPrefix(address, "https://") {
		return s.Notes
	}
	notes := []string{trusted}
	for _, note := range s.Notes {
		if _, ok := secure[s.Name]; !ok || !strings.Contains(note, "plain http") && !strings.Contains(note, "https only") && !strings.Contains(note, "ssl") {
			notes = append(notes, note)
		}
	}
	return notes
}
