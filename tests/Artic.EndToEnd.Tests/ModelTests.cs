using System.Text.Json;
using Artic.EndToEnd.Tests.Running;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.EndToEnd.Tests;

/// <summary>The road of a model, with native processes: from an archived run to a version that takes another's place in a live one.</summary>
public sealed class ModelTests
{
    private const uint Onnx = 2;

    [ModelTrainingFact]
    public void A_model_is_trained_on_a_run_traded_in_another_and_replaced_there_while_it_runs() => Home.Story(home =>
    {
        string first = RunOnce(home);
        Train(home, first, "20", "--promote");
        Train(home, first, "5");
        Assert.Equal("trained@1", Promoted(home));

        Demo demo = Demo.StartTrading(home, "live", "--model", "trained");
        ulong before = VersionOf(home, 1);
        ulong after = VersionOf(home, 2);
        Deadline.Need("a signal of the first version", 30, () => Versions(demo).Contains(before));
        Assert.Equal(0, home.Cli("model", "promote", "trained@2").WaitForEnd(20));
        Deadline.Need("the second version is in use", 20, () => demo.Value("signal-bridge", "model_swaps_total") == 1);
        Deadline.Need("a signal of the second version", 30, () => Versions(demo).Contains(after));

        // A version that a person names stays, whatever is promoted, and though the bridge begins anew.
        Assert.Equal(
            0, home.Cli("instance", "set", "2", "model=trained@1", "--reason", "the old one").WaitForEnd(20));
        Assert.Equal(0, home.Cli("model", "rollback", "trained").WaitForEnd(20));
        Assert.Equal(0, home.Cli("model", "promote", "trained@2").WaitForEnd(20));
        int bridge = demo.ProcessOf("signal-bridge");
        ProcessSignal.Kill(bridge);
        demo.NeedRestart("signal-bridge", bridge);
        int said = Versions(demo).Count;
        Deadline.Need("three more signals", 30, () => Versions(demo).Count >= said + 3);

        // What is damaged in the registry is refused there, and the version in use goes on.
        File.AppendAllText(Path.Combine(home.Folder, "state", "models", "trained", "1.onnx"), "x");
        StartedProgram refused = home.Cli("model", "rollback", "trained");
        Assert.Equal(1, refused.WaitForEnd(20));
        Assert.Contains("FILE_CHANGED", refused.ErrorText, StringComparison.Ordinal);

        demo.End().NeedSoundBooks();
        List<ulong> versions = Versions(demo);
        int swap = versions.IndexOf(after);
        Assert.All(versions[..swap], version => Assert.Equal(before, version));
        int pinned = versions.LastIndexOf(after) + 1;
        Assert.All(versions[swap..pinned], version => Assert.Equal(after, version));
        Assert.True(versions.Count - pinned >= 3);
        Assert.All(versions[pinned..], version => Assert.Equal(before, version));
        Assert.True(File.Exists(Path.Combine(demo.Paths.RunFolder, "models", "trained@1.onnx")));
        Assert.True(File.Exists(Path.Combine(demo.Paths.RunFolder, "models", "trained@2.onnx")));
        StartedProgram verified = home.Start("artic-cli", "verify", "live");
        Assert.Equal(0, verified.WaitForEnd(60));
    });

    [Fact]
    public void A_name_that_the_registry_does_not_have_stops_the_start() => Home.Story(home =>
    {
        StartedProgram demo = home.Start("artic-cli", "demo", "--headless", "--seconds", "5", "--port-base", "0", "--model", "nobody@1");

        Assert.Equal(1, demo.WaitForEnd(30));
        Assert.Contains("VERSION_UNKNOWN: there is no model 'nobody'", demo.ErrorText, StringComparison.Ordinal);
    });

    private static string RunOnce(Home home)
    {
        Demo demo = Demo.Start(home, "first", "--seconds", "15");
        demo.Wait(90).NeedSoundBooks();
        return demo.Paths.RunFolder;
    }

    private static void Train(Home home, string run, string horizon, params string[] more)
    {
        StartedProgram training = home.StartPython(
            "train_model.py",
            [run, "--name", "trained", "--horizon", horizon, "--file", home.PathOf($"{horizon}.onnx"), "--artic", Repository.Binary("artic-cli"), .. more]);
        Assert.True(training.WaitForEnd(60) == 0, training.ToString());
    }

    private static string Promoted(Home home)
    {
        JsonElement model = Listed(home);
        return $"{model.GetProperty("name").GetString()}@{model.GetProperty("promoted")[0].GetInt32()}";
    }

    /// <summary>As signals have it: the first 64 bits of the SHA-256.</summary>
    private static ulong VersionOf(Home home, int version) => Convert.ToUInt64(
        Listed(home).GetProperty("versions")[version - 1].GetProperty("sha256").GetString()![..16], 16);

    private static JsonElement Listed(Home home)
    {
        StartedProgram list = home.Cli("model", "list", "--json");
        Assert.Equal(0, list.WaitForEnd(20));
        return JsonDocument.Parse(Assert.Single(list.Output).Text).RootElement;
    }

    private static List<ulong> Versions(Demo demo) =>
    [
        .. RunStreams.Read(demo.Paths, StreamId.Signal, RecordType.Signal)
            .Select(record => record.As<Signal>()).Where(signal => signal.InstanceId == Onnx).Select(signal => signal.ModelVersion),
    ];
}
