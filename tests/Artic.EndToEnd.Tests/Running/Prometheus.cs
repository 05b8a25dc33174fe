using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Artic.EndToEnd.Tests.Running;

/// <summary>
/// Debian's Prometheus with the configuration and rules of deploy/prometheus, in a folder of the test's, on loopback; it scrapes each
/// second. Ends with the home that it was started in.
/// </summary>
internal sealed class Prometheus
{
    private const double StartSeconds = 30;
    private const int FirstPort = 9101;

    private static readonly HttpClient s_http = new() { Timeout = TimeSpan.FromSeconds(10) };

    private Prometheus(Uri address) => Address = address;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts one that scrapes the services of a run, and waits until it has scraped each twice.</summary>
    public static Prometheus Start(Home home, Run run)
    {
        string deployed = Path.Combine(Repository.Source, "deploy", "prometheus");
        string folder = Directory.CreateDirectory(home.PathOf("prometheus")).FullName;
        string rules = Directory.CreateDirectory(Path.Combine(folder, "rules")).FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(deployed, "rules")))
        {
            File.Copy(file, Path.Combine(rules, Path.GetFileName(file)));
        }

        string configuration = File.ReadAllText(Path.Combine(deployed, "prometheus.yml")).Replace("_interval: 5s", "_interval: 1s", StringComparison.Ordinal);
        for (int i = 0; i < Repository.Services.Length; i++)
        {
            string named = $"127.0.0.1:{FirstPort + i}";
            Assert.Contains(named, configuration, StringComparison.Ordinal);
            configuration = configuration.Replace(
                named, $"127.0.0.1:{run.Value(Repository.Services[i], "http_port")}", StringComparison.Ordinal);
        }

        string file0 = Path.Combine(folder, "prometheus.yml");
        File.WriteAllText(file0, configuration);
        int port = FreePorts.InARow(1);
        StartedProgram program = home.StartTool(
            Repository.OnPath("prometheus")!, $"--config.file={file0}", $"--storage.tsdb.path={Path.Combine(folder, "data")}",
            $"--web.listen-address=127.0.0.1:{port}");
        Prometheus prometheus = new(new Uri($"http://127.0.0.1:{port}/"));
        Deadline.Need("Prometheus has scraped every service twice", StartSeconds, () =>
        {
            Assert.True(program.IsRunning, $"{program}");
            return prometheus.TryQuery("count(count_over_time(up[1m]) >= 2 and up == 1)") is [{ Value: 5 }];
        });
        return prometheus;
    }

    /// <summary>Runs promtool to its end; gives its words. Fails the test where it is not content.</summary>
    public static string Check(Home home, params string[] arguments)
    {
        StartedProgram promtool = home.StartTool(Repository.OnPath("promtool")!, arguments);
        Assert.True(promtool.WaitForEnd(60) == 0, $"{promtool}");
        return promtool.OutputText + promtool.ErrorText;
    }

    /// <summary>The series that a query gives now; fails the test where Prometheus refuses it.</summary>
    public List<Series> Query(string query)
    {
        using JsonDocument answer = Get($"api/v1/query?query={Uri.EscapeDataString(query)}");
        Assert.True(answer.RootElement.GetProperty("status").GetString() == "success", $"{query}: {answer.RootElement}");
        return [.. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(series => new Series(
            series.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
            double.Parse(series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture)))];
    }

    /// <summary>The rules that are loaded.</summary>
    public JsonElement[] Rules()
    {
        using JsonDocument answer = Get("api/v1/rules");
        return [.. answer.RootElement.GetProperty("data").GetProperty("groups").EnumerateArray()
            .SelectMany(group => group.GetProperty("rules").EnumerateArray()).Select(rule => rule.Clone())];
    }

    private List<Series>? TryQuery(string query)
    {
        try
        {
            return Query(query);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private JsonDocument Get(string path)
    {
        using HttpResponseMessage response = s_http.Send(new HttpRequestMessage(HttpMethod.Get, new Uri(Address, path)));
        using StreamReader reader = new(response.Content.ReadAsStream());
        string body = reader.ReadToEnd();
        return response.StatusCode == HttpStatusCode.ServiceUnavailable ? throw new HttpRequestException(body) : JsonDocument.Parse(body);
    }
}

/// <summary>One series with its last value.</summary>
/// <param name="Labels">Its labels, the name among them where it has one.</param>
/// <param name="Value">The value.</param>
internal sealed record Series(IReadOnlyDictionary<string, string> Labels, double Value);
