using System.Text;
using System.Text.Json;
using Artic.Hosting.Options;
using Artic.Runs;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.Cli.Risk;

/// <summary><c>artic risk explain</c>: the story of one order, from the record of a run. Thread: the main thread.</summary>
public static class ExplainCommand
{
    private const int ExitDamaged = 3;

    /// <summary>Prints it. Gives the exit code.</summary>
    public static int Execute(Installation installation, string? run, string order, bool asJson)
    {
        string? folder = installation.FindRun(run == "current" ? null : run);
        if (folder == null)
        {
            Console.Error.WriteLine($"artic risk explain: there is no run {run ?? "yet"}; runs lie in {installation.Runs}");
            return 1;
        }

        RunPaths paths = new(folder);
        try
        {
            using StoryStreams streams = new(paths);
            OrderStory story = new(streams);
            if (story.Find(order, out string problem) is not { } decision)
            {
                Console.Error.WriteLine($"artic risk explain: {problem} ({paths.RunFolder})");
                return 1;
            }

            story.Gather(decision);
            StoryText words = new(streams, OptionsOf(paths));
            if (asJson)
            {
                Console.WriteLine(Json(paths, story, words));
            }
            else
            {
                Print(paths, story, words);
            }

            return 0;
        }
        catch (IOException damaged)
        {
            Console.Error.WriteLine($"artic risk explain: {damaged.Message}");
            return ExitDamaged;
        }
    }

    private static void Print(RunPaths paths, OrderStory story, StoryText words)
    {
        Paint paint = new();
        StoryRecord first = story.Records[0];
        long before = story.OriginNs > 0 ? story.OriginNs : first.Header.PublishedNs;
        long began = before;
        Console.WriteLine($"{paint.Bold("run")} {paths.RunId}, {OrderText.Utc(first.UtcNs - first.Header.PublishedNs + began)}");
        if (story.OriginNs > 0)
        {
            Console.WriteLine($"{"",12}  {"",-16} received from the venue");
        }

        foreach (StoryRecord record in story.Records)
        {
            string text = words.Of(record);
            Console.WriteLine(
                $"{(record.Header.PublishedNs == before ? "" : $"+{OrderText.Span(record.Header.PublishedNs - before)}"),12}  " +
                $"{paint.Dim($"{record.Name,-16}")} {Coloured(paint, record, text)}");
            before = record.Header.PublishedNs;
        }

        Console.WriteLine($"{OrderText.Span(before - began),12}  in all");
        story.Gaps.ForEach(gap => Console.WriteLine(paint.Yellow($"{"",12}  {gap}")));
    }

    private static string Coloured(Paint paint, StoryRecord record, string text) => record.Message switch
    {
        OrderDenied or OrderEvent { Status: OrderStatus.Denied or OrderStatus.Rejected } or RequestWithheld => paint.Red(text),
        OrderApproved or Fill or OrderEvent { Status: OrderStatus.Filled } => paint.Green(text),
        OverrideCommand or OverrideDecided => paint.Yellow(text),
        _ => text,
    };

    private static string Json(RunPaths paths, OrderStory story, StoryText words)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes))
        {
            json.WriteStartObject();
            json.WriteString("run", paths.RunId);
            json.WriteNumber("origin_ns", story.OriginNs);
            json.WriteStartArray("steps");
            long before = story.OriginNs > 0 ? story.OriginNs : story.Records[0].Header.PublishedNs;
            foreach (StoryRecord record in story.Records)
            {
                json.WriteStartObject();
                json.WriteNumber("since_previous_ns", record.Header.PublishedNs - before);
                json.WriteString("text", words.Of(record));
                json.WritePropertyName("record");
                json.WriteRawValue(record.Line);
                json.WriteEndObject();
                before = record.Header.PublishedNs;
            }

            json.WriteEndArray();
            json.WriteStartArray("gaps");
            story.Gaps.ForEach(json.WriteStringValue);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static PipelineOptions? OptionsOf(RunPaths paths) =>
        File.Exists(paths.Configuration)
            ? JsonSerializer.Deserialize(File.ReadAllText(paths.Configuration), OptionsJson.Default.PipelineOptions)
            : null;
}
