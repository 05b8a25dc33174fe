using System.Text;
using Artic.Cli.Docs;
using Artic.Cli.Reports;

namespace Artic.Cli.Tests.Reports;

public sealed class PrometheusAnswerTests
{
    private static readonly PrometheusRange s_range = new(1000, 1060);

    [Fact]
    public void Reads_series_with_their_labels_times_and_values()
    {
        PrometheusAnswer answer = Read(Matrix("""{"metric":{"__name__":"up","service":"risk-manager"},"values":[[1000,"1"],[1001.5,"-2.5e3"]]}"""));

        PrometheusSeries series = Assert.Single(answer.Series);
        Assert.Equal("risk-manager", series.Labels["service"]);
        Assert.Equal([(1000, 1), (1001.5, -2500)], series.Points);
        Assert.False(answer.IsRefused);
        Assert.Empty(answer.Words);
    }

    [Fact]
    public void A_refusal_says_why()
    {
        PrometheusAnswer answer = Read("""{"status":"error","errorType":"bad_data","error":"parse error:\nunexpected \u001b[31m)"}""");

        Assert.True(answer.IsRefused);
        Assert.Equal("bad_data: parse error: unexpected  [31m)", answer.Words);
        Assert.Equal("Prometheus refused the query", PanelAnswer.Of(Panel(), [answer]).Missing);
    }

    [Fact]
    public void Values_that_are_no_numbers_are_gaps_and_a_series_of_them_is_no_data()
    {
        PrometheusAnswer answer = Read(Matrix("""{"metric":{},"values":[[1000,"NaN"],[1001,"+Inf"],[1002,"-Inf"],[1003,"1e300"]]}"""));

        Assert.True(double.IsNaN(answer.Series[0].Points[0].Value));
        Assert.Equal("nothing was measured in this time", PanelAnswer.Of(Panel(), [answer]).Missing);
    }

    [Fact]
    public void An_empty_answer_is_no_data_with_what_the_definition_and_the_server_say_of_it()
    {
        PrometheusAnswer answer = Read("""{"status":"success","data":{"resultType":"matrix","result":[]},"warnings":["a store is away"]}""");

        PanelAnswer panel = PanelAnswer.Of(Panel() with { OnlyWith = "a database" }, [answer]);
        Assert.Equal("shown only with a database", panel.Missing);
        Assert.Equal("a store is away", panel.Words);
        Assert.Equal("Prometheus has scraped nothing of the kind in this time", PanelAnswer.Of(Panel(), [answer]).Missing);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Sign in</html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"status":"success"}""")]
    [InlineData("""{"status":"error","errorType":7}""")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[]}}""")]
    [InlineData("""{"status":"success","data":{"resultType":"matrix","result":{}}}""")]
    [InlineData("""{"status":"success","data":{"resultType":"matrix","result":[]},"warnings":"all"}""")]
    public void What_is_no_answer_of_Prometheus_is_said_to_be_none(string body) =>
        Assert.Throws<PrometheusException>(() => Read(body));

    [Theory]
    [InlineData("""{"metric":{}}""")]
    [InlineData("""{"metric":{"a":1},"values":[]}""")]
    [InlineData("""{"metric":{"a":"\ud800"},"values":[]}""")]
    [InlineData("""{"metric":{},"values":[[1000]]}""")]
    [InlineData("""{"metric":{},"values":[[1000,1]]}""")]
    [InlineData("""{"metric":{},"values":[["1000","1"]]}""")]
    [InlineData("""{"metric":{},"values":[[1000,null]]}""")]
    [InlineData("""{"metric":{},"values":[[1000,"much"]]}""")]
    [InlineData("""{"metric":{},"values":[[1e400,"1"]]}""")]
    [InlineData("""{"metric":{},"values":[[5,"1"]]}""")]
    [InlineData("""{"metric":{},"values":[[1002,"1"],[1001,"1"]]}""")]
    public void A_hostile_series_is_refused(string series) => Assert.Throws<PrometheusException>(() => Read(Matrix(series)));

    [Fact]
    public void More_than_was_asked_for_is_refused()
    {
        string points = string.Join(',', Enumerable.Range(0, 62).Select(i => $"[{1000 + (i / 2.0)},\"1\"]"));
        _ = Assert.Throws<PrometheusException>(() => Read(Matrix($"{{\"metric\":{{}},\"values\":[{points}]}}")));
        _ = Assert.Throws<PrometheusException>(() => Read(Matrix(string.Join(',', Enumerable.Repeat("""{"metric":{},"values":[]}""", 201)))));
    }

    [Theory]
    [InlineData(60, 1, 20)]
    [InlineData(900, 4, 20)]
    [InlineData(86_400, 360, 365)]
    public void A_range_has_a_bearable_number_of_points_and_a_rate_has_four_scrapes(long seconds, long step, long rate)
    {
        PrometheusRange range = new(0, seconds);
        Assert.Equal((step, rate), (range.StepS, range.RateS));
        Assert.True(range.Points <= 241);
    }

    private static DashboardPanel Panel() => new(DashboardKind.Chart, "Panel", "", "short", [new("up", "{{service}}")]);

    private static string Matrix(string series) => $$$"""{"status":"success","data":{"resultType":"matrix","result":[{{{series}}}]}}""";

    private static PrometheusAnswer Read(string body) => PrometheusAnswer.Read(Encoding.UTF8.GetBytes(body), s_range);
}
