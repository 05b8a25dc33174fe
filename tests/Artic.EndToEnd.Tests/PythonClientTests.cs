using System.Globalization;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>The examples of the Python client against a run, as their users start them.</summary>
public sealed class PythonClientTests
{
    [PythonFact]
    public void The_recorder_has_the_whole_order_flow_of_a_run_though_it_was_stopped_in_between() => Home.Story(home =>
    {
        string whole = home.PathOf("whole.csv");
        string parts = home.PathOf("parts.csv");
        Demo demo = Demo.Start(home, "recorded", "--seconds", "14");
        demo.NeedOrders(1);
        StartedProgram recorder = home.StartPython("record_order_flow.py", demo.Paths.RunFolder, whole);
        StartedProgram first = home.StartPython("record_order_flow.py", demo.Paths.RunFolder, parts, "--seconds", "2");
        StartedProgram monitor = home.StartPython("monitor.py", demo.Paths.RunFolder, "--seconds", "3");
        Assert.Equal(0, first.WaitForEnd(30));
        demo.NeedOrders(3);

        // The recorder was ended in the middle of a line.
        File.AppendAllText(parts, "recorded,execution,");
        StartedProgram second = home.StartPython("record_order_flow.py", demo.Paths.RunFolder, parts);
        Assert.Equal(0, monitor.WaitForEnd(30));
        DemoResult result = demo.Wait(80);
        Assert.Equal(0, recorder.WaitForEnd(30));
        Assert.Equal(0, second.WaitForEnd(30));

        result.NeedSoundBooks();
        List<Dictionary<string, string>> rows = Csv(whole);
        NeedTheFlowOf(demo.Paths, rows);
        Assert.Equal(result.Number("orders", "fills"), rows.Count(row => row["record"] == "Fill"));
        Assert.Equal(Sorted(whole), Sorted(parts));

        // Of a run that is over, all comes from the archive.
        string afterwards = home.PathOf("afterwards.csv");
        Assert.Equal(
            0, home.StartPython("record_order_flow.py", demo.Paths.RunFolder, afterwards).WaitForEnd(30));
        Assert.Equal(Sorted(whole), Sorted(afterwards));

        Line[] shown = monitor.Output;
        Assert.InRange(shown.Length, 2, 4);
        Assert.All(shown, line => Assert.DoesNotContain('\u001b', line.Text));
        Assert.Contains("trading ACTIVE", shown[^1].Text);
        Assert.Matches(@"BTCUSDT \d+\.\d+ / \d+\.\d+", shown[^1].Text);
        Assert.Matches(@"position -?\d+\.\d+ ", shown[^1].Text);
        Assert.Matches(@"\d+ approved", shown[^1].Text);
    });

    [PythonFact]
    public void The_examples_say_what_is_wrong() => Home.Story(home =>
    {
        StartedProgram monitor = home.StartPython("monitor.py", home.PathOf("nothing"));
        Assert.Equal(1, monitor.WaitForEnd(30));
        Assert.Equal($"monitor: {home.PathOf("nothing")} is not live\n", monitor.ErrorText);

        string other = home.PathOf("other.csv");
        File.WriteAllText(other, "a,b\n1,2\n");
        StartedProgram recorder = home.StartPython("record_order_flow.py", home.PathOf("nothing"), other);
        Assert.Equal(1, recorder.WaitForEnd(30));
        Assert.Equal(
            $"record_order_flow: {other} is not a recording of order flow: its columns differ\n", recorder.ErrorText);
        Assert.Equal("a,b\n1,2\n", File.ReadAllText(other));
    });

    private static void NeedTheFlowOf(RunPaths paths, List<Dictionary<string, string>> rows)
    {
        List<StreamRecord> fills = RunStreams.Read(paths, StreamId.Execution, RecordType.Fill);
        Dictionary<string, string>[] filled = [.. rows.Where(row => row["record"] == "Fill")];
        Assert.Equal(fills.Select(fill => $"{fill.Sequence}"), filled.Select(row => row["sequence"]));
        Assert.Equal(fills.Select(fill => $"{fill.As<Fill>().TradeId}"), filled.Select(row => row["trade_id"]));
        Assert.Equal(
            fills.Select(fill => (decimal)fill.As<Fill>().Fee), filled.Select(row => Scaled(row["fee"], 8)));
        NeedSequences(paths, rows, StreamId.Signal, RecordType.OrderIntent);
        NeedSequences(paths, rows, StreamId.Order, RecordType.OrderApproved, RecordType.OrderDenied);
        NeedSequences(paths, rows, StreamId.Execution, RecordType.OrderEvent, RecordType.Fill);

        // Every approval has its intent and its order's events under the same id.
        foreach (Dictionary<string, string> approval in rows.Where(row => row["record"] == "OrderApproved"))
        {
            string order = approval["client_order_id"];
            Assert.Matches(@"^a\d+-\d+$", order);
            Dictionary<string, string> intent = Assert.Single(
                rows, row => row["record"] == "OrderIntent" && row["client_order_id"] == order);
            Assert.Equal(intent["sequence"], approval["intent"]);
            Assert.Equal(
                (intent["side"], intent["quantity"], intent["price"]),
                (approval["side"], approval["quantity"], approval["price"]));
            Assert.Contains(rows, row => row["record"] == "OrderEvent" && row["client_order_id"] == order);
        }
    }

    private static void NeedSequences(
        RunPaths paths, List<Dictionary<string, string>> rows, StreamId stream, params RecordType[] types) => Assert.Equal(
        RunStreams.Read(paths, stream, types).Select(record => $"{record.Sequence}"),
        rows.Where(row => row["stream"] == RunPaths.NameOf(stream)).Select(row => row["sequence"]));

    private static decimal Scaled(string text, int scale)
    {
        decimal value = decimal.Parse(text, CultureInfo.InvariantCulture);
        for (int i = 0; i < scale; i++)
        {
            value *= 10;
        }

        return value;
    }

    private static string[] Sorted(string path) => [.. File.ReadAllLines(path).Order(StringComparer.Ordinal)];

    private static List<Dictionary<string, string>> Csv(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string[] columns = lines[0].Split(',');
        return
        [
            .. lines[1..].Select(line =>
            {
                string[] cells = line.Split(',');
                Assert.Equal(columns.Length, cells.Length);
                return columns.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second);
            }),
        ];
    }
}
