using System.CommandLine;
using Artic.Models.Onnx;
using Artic.Models.Registry;

namespace Artic.Cli.Models;

/// <summary>
/// <c>artic model</c>: the registry of models, and looking at one. Exit code 0: done; 1: refused, with the reason's code; 2: the
/// options cannot be; 3: <c>run --expect</c> found a difference.
/// </summary>
public static class ModelCommands
{
    /// <summary>The command with its parts.</summary>
    /// <param name="state">Folder of what outlives runs; the registry is <c>models</c> in it, unless told otherwise.</param>
    public static Command Build(string state)
    {
        Option<string> registry = new("--registry")
        {
            Description = "Folder of the registry.", DefaultValueFactory = _ => Path.Combine(state, "models"), Recursive = true,
        };
        Option<bool> asJson = new("--json") { Description = "One JSON object a line.", Recursive = true };
        Argument<string> file = new("file") { Description = "An ONNX file of at most 64 MB, without others beside it." };
        Option<string> name = new("--name") { Description = "Its name in the registry.", Required = true };
        Argument<string> which = new("model") { Description = "A file (with '/' or ending with .onnx), NAME@VERSION, or NAME for the promoted version." };
        Argument<string> version = new("version") { Description = "NAME@VERSION." };
        Argument<string> known = new("name") { Description = "The model's name." };
        Option<string[]> inputs = new("--input")
        {
            Description = "Values: a JSON file or text ({\"input or feature\": value, ...}; a tensor is nested arrays, or {\"shape\": [..], \"data\": [..]}), " +
                ".pb files as in ONNX's own tests, one for each input in their order, or '-' for an input that is left out.",
        };
        Option<string[]> expected = new("--expect") { Description = ".pb files with the outputs that must come, in their order." };

        Command add = new("add", "Take a file as the next version of a model. The same bytes are not taken twice.") { file, name };
        add.SetAction(parsed => Told(parsed, () => ModelText.Added(
            parsed.GetValue(name)!, new ModelRegistry(parsed.GetValue(registry)!).Add(parsed.GetValue(file)!, parsed.GetValue(name)!),
            parsed.GetValue(asJson), parsed.InvocationConfiguration.Output)));
        Command list = new("list", "All models with their versions.");
        list.SetAction(parsed => Told(parsed, () => ModelText.List(
            new ModelRegistry(parsed.GetValue(registry)!).List(), parsed.GetValue(asJson), parsed.InvocationConfiguration.Output)));
        Command inspect = new("inspect", "What a model takes, gives and says about itself, and whether it can be traded.") { which };
        inspect.SetAction(parsed => Told(parsed, () => ModelText.Inspect(
            LoadedFile.Open(parsed.GetValue(which)!, parsed.GetValue(registry)!), parsed.GetValue(asJson), parsed.InvocationConfiguration.Output)));
        Command run = new("run", "Run a model once on given inputs and print its outputs.") { which, inputs, expected };
        run.SetAction(parsed => Told(parsed, () => ModelRun.Execute(
            LoadedFile.Open(parsed.GetValue(which)!, parsed.GetValue(registry)!), parsed.GetValue(inputs) ?? [],
            parsed.GetValue(expected) ?? [], parsed.GetValue(asJson), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error)));
        Command promote = new("promote", "Make a version the one that new runs take; it must keep the contract (models/README.md).") { version };
        promote.SetAction(parsed => Told(parsed, () => ModelText.Promoted(
            ModelReference.Parse(parsed.GetValue(version)!).Name,
            new ModelRegistry(parsed.GetValue(registry)!).Promote(ModelReference.Parse(parsed.GetValue(version)!)), parsed.GetValue(asJson), parsed.InvocationConfiguration.Output)));
        Command rollback = new("rollback", "Go back to the version that was promoted before.") { known };
        rollback.SetAction(parsed => Told(parsed, () => ModelText.Promoted(
            parsed.GetValue(known)!, new ModelRegistry(parsed.GetValue(registry)!).Rollback(parsed.GetValue(known)!), parsed.GetValue(asJson), parsed.InvocationConfiguration.Output)));
        return new Command(
            "model",
            "Models by name and version. A configuration's 'model' is a file, NAME@VERSION, or NAME for the promoted version; the bytes in " +
            "use are copied to the run's folder.")
        {
            add, list, inspect, run, promote, rollback, registry, asJson,
        };

        static int Told(ParseResult parsed, Func<int> work)
        {
            try
            {
                return work();
            }
            catch (OnnxModelException refusal)
            {
                parsed.InvocationConfiguration.Error.WriteLine($"artic model: {refusal.Code}: {refusal.Message}");
                return 1;
            }
        }
    }
}
