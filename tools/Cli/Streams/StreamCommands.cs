using System.CommandLine;
using Artic.Messaging.Records;
using Artic.Runs;
using Artic.Streams.Log;

namespace Artic.Cli.Streams;

/// <summary>The command line of <c>artic stream</c>.</summary>
public static class StreamCommands
{
    /// <summary>Builds it.</summary>
    public static Command Build(Installation installation)
    {
        Argument<string?> run = new("run")
        {
            Description = "The run; the current one where it is left out.", Arity = ArgumentArity.ZeroOrOne,
        };
        Argument<string> wantedRun = new("run") { Description = "The run: its name, its folder, or 'current'." };
        Argument<StreamId> stream = new("stream")
        {
            Description = $"One of {string.Join(", ", StreamCommand.All.Select(RunPaths.NameOf))}.",
        };
        Option<StreamId?> only = new("--stream") { Description = "This stream only." };
        Option<bool> asJson = new("--json") { Description = "One JSON object a line." };
        Option<long?> from = new("--from") { Description = "First sequence; the first that is kept where it is left out." };
        Option<long> to = new("--to") { Description = "Last sequence.", DefaultValueFactory = _ => long.MaxValue };
        Option<string[]> types = new("--type")
        {
            Description = "Only these record types, such as quote or order_event.", AllowMultipleArgumentsPerToken = true,
        };
        Option<uint> instrument = new("--instrument") { Description = "Only this instrument's number." };
        Option<DateTimeOffset?> since = new("--since") { Description = "Published not before this UTC time (ISO 8601)." };
        Option<DateTimeOffset?> until = new("--until") { Description = "Published not after this UTC time." };
        Option<long> limit = new("--limit") { Description = "At most so many records.", DefaultValueFactory = _ => long.MaxValue };
        Option<bool> follow = new("--follow") { Description = "Wait for more, until interrupted." };
        from.Validators.Add(result => Need(result.GetValueOrDefault<long?>() is null or >= 1, result, "--from must be 1 or more"));
        types.Validators.Add(result =>
        {
            foreach (string name in result.GetValueOrDefault<string[]>() ?? [])
            {
                Need(TypeOf(name) != null, result, $"--type: '{name}' is no record type; they are {string.Join(", ", Enum.GetValues<RecordType>().Select(RecordNames.Topic))}");
            }
        });

        Command list = new("ls", "Each stream of a run: records, segments, bytes, owner.") { run, asJson };
        list.SetAction(parsed => StreamCommand.List(installation, parsed.GetValue(run), parsed.GetValue(asJson)));
        Command print = new("cat", "A stream's records as JSON lines, decoded, oldest first.")
        {
            wantedRun, stream, from, to, types, instrument, since, until, limit, follow,
        };
        print.SetAction(parsed => StreamCommand.Print(
            installation, parsed.GetValue(wantedRun) is "current" ? null : parsed.GetValue(wantedRun), parsed.GetValue(stream),
            new RecordFilter
            {
                From = parsed.GetValue(from),
                To = parsed.GetValue(to),
                Types = [.. (parsed.GetValue(types) ?? []).Select(name => TypeOf(name)!.Value)],
                Instrument = parsed.GetValue(instrument),
                SinceUtcNs = parsed.GetValue(since) is { } first ? UtcNs(first) : long.MinValue,
                UntilUtcNs = parsed.GetValue(until) is { } last ? UtcNs(last) : long.MaxValue,
            },
            parsed.GetValue(limit), parsed.GetValue(follow)));
        Command verify = new("verify", "Read every record of a run: checksums, lengths, sequences.") { run, only };
        verify.SetAction(parsed => StreamCommand.Verify(installation, parsed.GetValue(run), parsed.GetValue(only)));
        return new Command("stream", "Look into the record of a run, live or finished.") { list, print, verify };
    }

    private static RecordType? TypeOf(string name)
    {
        foreach (RecordType type in Enum.GetValues<RecordType>())
        {
            if (RecordNames.Topic(type) == name)
            {
                return type;
            }
        }

        return null;
    }

    private static void Need(bool condition, System.CommandLine.Parsing.SymbolResult result, string violation)
    {
        if (!condition)
        {
            result.AddError(violation);
        }
    }

    private static long UtcNs(DateTimeOffset time) => checked((time - DateTimeOffset.UnixEpoch).Ticks * 100);
}
