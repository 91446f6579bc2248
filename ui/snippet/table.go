package snippet

// snippets is the table of the SDKs. What has Ran is run with these very lines
// by the tests in capture/sdktest, with the version that its package.json or the
// go.mod pins; a test there holds the two together. What cannot be run from
// what Go, npm and Debian serve says which source it was read from.
var snippets = []Snippet{
	{
		Name: "curl", SDK: "curl", Library: "curl", Ran: true,
		Lines: []string{
			`curl {URL}/v1/track -u WRITE_KEY: \`,
			`  -H 'Content-Type: application/json' \`,
			`  -d '{"userId":"u_42","event":"Order Completed","properties":{"revenue":59.9}}'`,
		},
	},
	{
		Name: "analytics.js", SDK: "analytics.js", Library: "@segment/analytics-next", Version: "1.84.3", Ran: true,
		Lines: []string{
			`import { AnalyticsBrowser } from '@segment/analytics-next'`,
			`const analytics = AnalyticsBrowser.load(`,
			`  { writeKey: 'WRITE_KEY', cdnURL: '{URL}' },`,
			`  { integrations: { 'Segment.io': {`,
			`    apiHost: '{HOST}/v1', protocol: '{SCHEME}' } } })`,
		},
		Notes: []string{"apiHost has no scheme and ends in /v1; cdnURL has a scheme and no /v1."},
	},
	{
		Name: "node", SDK: "Node", Library: "@segment/analytics-node", Version: "3.1.0", Ran: true,
		Lines: []string{
			`import { Analytics } from '@segment/analytics-node'`,
			`const analytics = new Analytics({`,
			`  writeKey: 'WRITE_KEY', host: '{URL}' })`,
		},
	},
	{
		Name: "go", SDK: "Go", Library: "github.com/segmentio/analytics-go/v3", Version: "3.3.0", Ran: true,
		Lines: []string{
			`client, err := analytics.NewWithConfig("WRITE_KEY", analytics.Config{`,
			`    Endpoint: "{URL}",`,
			`})`,
		},
	},
	{
		Name: "python", SDK: "Python", Library: "segment-analytics-python", Version: "2.3.4",
		Lines: []string{
			`import segment.analytics as analytics`,
			`analytics.write_key = 'WRITE_KEY'`,
			`analytics.host = '{URL}'`,
		},
	},
	{
		Name: "ruby", SDK: "Ruby", Library: "analytics-ruby", Version: "2.5.0",
		Lines: []string{
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
		},
		Secure: []string{
			`require 'segment/analytics'`,
			`analytics = Segment::Analytics.new(write_key: 'WRITE_KEY',`,
			`  host: '{NAME}', port: {PORT})`,
		},
		PlainNotes: []string{"ssl: false alone does not work: the library turns it into true."},
	},
	{
		Name: "java", SDK: "Java", Library: "analytics-java", Version: "3.5.5",
		Lines: []string{
			`Analytics analytics = Analytics.builder("WRITE_KEY")`,
			`    .endpoint("{URL}")`,
			`    .build();`,
		},
	},
	{
		Name: "php", SDK: "PHP", Library: "analytics-php", Version: "3.8.2",
		Lines: []string{
			`class PlainHTTP extends Segment\Consumer\LibCurl {`,
			`  protected string $protocol = 'http://';`,
			`}`,
			`Segment\Segment::init('WRITE_KEY', [`,
			`  'host' => '{HOST}', 'consumer' => PlainHTTP::class]);`,
		},
		Secure:     []string{`Segment\Segment::init('WRITE_KEY', ['host' => '{HOST}']);`},
		PlainNotes: []string{"The library speaks https only unless its protocol is overridden as here."},
	},
	{
		Name: "csharp", SDK: "C#", Library: "Analytics-CSharp", Version: "2.6.0",
		Lines: []string{
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
		},
		Secure: []string{
			`var analytics = new Analytics(new Configuration("WRITE_KEY",`,
			`  apiHost: "{HOST}/v1", cdnHost: "{HOST}/v1"));`,
		},
		PlainNotes: []string{"The library speaks https only unless its URL is overridden as here."},
	},
	{
		Name: "swift", SDK: "Swift", Library: "analytics-swift", Version: "1.10.0",
		Lines: []string{
			`let analytics = Analytics(configuration: Configuration(writeKey: "WRITE_KEY")`,
			`  .apiHost("{HOST}/v1").cdnHost("{HOST}/v1")`,
			`  .requestFactory { request in`,
			`    var request = request`,
			`    var url = URLComponents(url: request.url!, resolvingAgainstBaseURL: false)!`,
			`    url.scheme = "http"`,
			`    request.url = url.url`,
			`    return request`,
			`  })`,
		},
		Secure: []string{
			`let analytics = Analytics(configuration: Configuration(writeKey: "WRITE_KEY")`,
			`  .apiHost("{HOST}/v1").cdnHost("{HOST}/v1"))`,
		},
		Notes:      []string{"Set both hosts: settings from Segment's CDN would turn events back to production."},
		PlainNotes: []string{"App Transport Security must allow plain http to this host."},
	},
	{
		Name: "kotlin", SDK: "Kotlin", Library: "analytics-kotlin", Version: "1.25.0",
		Lines: []string{
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
		},
		Secure: []string{
			`val analytics = Analytics("WRITE_KEY", context) {`,
			`  apiHost = "{HOST}/v1"`,
			`  cdnHost = "{HOST}/v1"`,
			`  defaultSettings = Settings(integrations = buildJsonObject { put("Segment.io", true) })`,
			`}`,
		},
		Notes: []string{
			"When the settings cannot be fetched, events go to api.segment.io although apiHost is set here.",
			"From the Android emulator the host is 10.0.2.2, not 127.0.0.1.",
		},
	},
	{
		Name: "react-native", SDK: "React Native", Library: "@segment/analytics-react-native", Version: "2.24.1", Ran: true, WholeHosts: true,
		Lines: []string{
			`import { createClient } from '@segment/analytics-react-native'`,
			`const client = createClient({`,
			`  writeKey: 'WRITE_KEY', useSegmentEndpoints: true,`,
			`  proxy: '{URL}/v1', cdnProxy: '{URL}/v1',`,
			`  allowInsecureProxy: true,`,
			`})`,
		},
		Secure: []string{
			`import { createClient } from '@segment/analytics-react-native'`,
			`const client = createClient({`,
			`  writeKey: 'WRITE_KEY', useSegmentEndpoints: true,`,
			`  proxy: '{URL}/v1', cdnProxy: '{URL}/v1',`,
			`})`,
		},
		Notes: []string{
			"A host of one label (mock:8910) or [::1] is refused, and events go to production.",
			"From the Android emulator the host is 10.0.2.2, not 127.0.0.1.",
		},
		PlainNotes: []string{"Without allowInsecureProxy a plain http address is refused, and events go to production."},
	},
	{
		Name: "rudderstack", SDK: "RudderStack", Library: "@rudderstack/analytics-js", Version: "3.34.1", Ran: true,
		Lines: []string{
			`import { RudderAnalytics } from '@rudderstack/analytics-js/bundled'`,
			`const analytics = new RudderAnalytics()`,
			`analytics.load('WRITE_KEY', '{URL}',`,
			`  { configUrl: '{URL}' })`,
		},
		Notes: []string{"From an import without /bundled nothing is sent: it waits for plugins of RudderStack's CDN."},
	},
	{
		Name: "rudderstack-node", SDK: "RudderStack Node", Library: "@rudderstack/rudder-sdk-node", Version: "3.0.13", Ran: true,
		Lines: []string{
			`import Analytics from '@rudderstack/rudder-sdk-node'`,
			`const analytics = new Analytics('WRITE_KEY',`,
			`  { dataPlaneUrl: '{URL}' })`,
		},
	},
	{
		Name: "hightouch", SDK: "Hightouch", Library: "@ht-sdks/events-sdk-js-browser", Version: "1.5.1", Ran: true,
		Lines: []string{
			`import { HtEventsBrowser } from '@ht-sdks/events-sdk-js-browser'`,
			`const analytics = HtEventsBrowser.load(`,
			`  { writeKey: 'WRITE_KEY' },`,
			`  { apiHost: '{HOST}', protocol: '{SCHEME}' })`,
		},
		Notes: []string{"apiHost has no scheme and, unlike that of analytics.js, no /v1."},
	},
	{
		Name: "customer.io", SDK: "Customer.io", Library: "@customerio/cdp-analytics-browser", Version: "0.5.11", Ran: true,
		Lines: []string{
			`import { AnalyticsBrowser } from '@customerio/cdp-analytics-browser'`,
			`const analytics = AnalyticsBrowser.load({ writeKey: 'WRITE_KEY',`,
			`  cdnSettings: { integrations: { 'Customer.io Data Pipelines': {`,
			`    apiKey: 'WRITE_KEY',`,
			`    apiHost: '{HOST}/v1', protocol: '{SCHEME}' } } } })`,
		},
		Notes: []string{"cdnSettings stand for those of Customer.io's CDN, which turn events back to production."},
	},
	{
		Name: "customer.io-node", SDK: "Customer.io Node", Library: "@customerio/cdp-analytics-node", Version: "0.5.9", Ran: true,
		Lines: []string{
			`import { Analytics } from '@customerio/cdp-analytics-node'`,
			`const analytics = new Analytics({`,
			`  writeKey: 'WRITE_KEY', host: '{URL}' })`,
		},
	},
	{
		Name: "jitsu", SDK: "Jitsu", Library: "@jitsu/js", Version: "1.11.0", Ran: true,
		Lines: []string{
			`import { jitsuAnalytics } from '@jitsu/js'`,
			`const analytics = jitsuAnalytics({`,
			`  writeKey: 'WRITE_KEY:SECRET', host: '{URL}' })`,
		},
		Notes: []string{"Any key with a secret behind a colon will do. The SDK sends the secret in a header; segtap does not keep it."},
	},
}
