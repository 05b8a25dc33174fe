using System.Text.Json;
using Artic.Hosting;
using Artic.Hosting.Instances;
using Artic.Models.Onnx;
using Artic.Models.Registry;
using Artic.Streams.Counters;
using Artic.Streams.Native;
using Artic.Streams.Waiting;
using Artic.V1;

namespace Artic.SignalBridge;

/// <summary>
/// Looks twice a second whether another version of a followed model was promoted (<c>artic model promote</c>), and then declares the
/// instances that follow it anew, as a person would: the version is copied to the run, loaded and warm beside the one in use before the
/// record that brings it is written, and the loop takes that record between two ticks. A version that is refused leaves the one in
/// use where it is. Thread: its own, <c>artic-models</c>; allocates next to nothing while nothing changes. Owner:
/// <see cref="Dispose"/> ends it.
/// </summary>
public sealed class ModelWatch : IDisposable
{
    /// <summary>What stands for a person's proof in its declarations.</summary>
    public const string Name = "registry";

    private const long PeriodNs = 500_000_000;
    private const long StepNs = 20_000_000;

    private readonly ServiceHost _host;
    private readonly StrategySet _strategies;
    private readonly InstanceDesk _desk;
    private readonly ModelRegistry _registry;
    private readonly Dictionary<string, DateTime> _seen = new(StringComparer.Ordinal);
    private readonly string?[] _names;
    private readonly string?[] _models;
    private readonly bool _hasModels;
    private readonly Counter _swaps;
    private readonly Counter _refused;
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <summary>Starts it.</summary>
    /// <param name="host">The process.</param>
    /// <param name="strategies">The instances.</param>
    /// <param name="desk">Where they are declared.</param>
    public ModelWatch(ServiceHost host, StrategySet strategies, InstanceDesk desk)
    {
        (_host, _strategies, _desk) = (host, strategies, desk);
        _registry = new ModelRegistry(host.Options.Models.Registry);
        _names = new string?[strategies.Instances.Length];
        _models = new string?[strategies.Instances.Length];
        _hasModels = host.Options.Models.Registry.Length > 0 && host.Options.Strategies.Exists(each => each.Model.Length > 0);
        _swaps = host.Counters.Counter("model_swaps_total");
        _refused = host.Counters.Counter("model_swaps_refused_total");
        _thread = new Thread(Watch) { Name = "artic-models", IsBackground = true };
        if (_hasModels)
        {
            _thread.Start();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        if (_hasModels)
        {
            _thread.Join();
        }
    }

    private void Watch()
    {
        ThreadSettings.SetName("artic-models");
        ThreadSettings.StandBehind();
        while (!Poll.Until(() => _stopping, PeriodNs, StepNs))
        {
            // Before the first declarations are in effect there is nothing to declare anew: it is looked at again.
            bool isDeclared = !Array.Exists(_strategies.Instances, each => each.Declared.Generation == 0);
            for (int i = 0; i < _names.Length && isDeclared; i++)
            {
                // Of each model once: the first instance that follows it stands for all.
                if (NameOf(i) is { } name && Array.IndexOf(_names, name) == i)
                {
                    Look(name);
                }
            }
        }
    }

    /// <summary>The model that an instance follows, or null.</summary>
    private string? NameOf(int place)
    {
        InstanceDeclared declared = _strategies.Instances[place].Declared;
        if (!declared.ModelFollowed)
        {
            _names[place] = null;
        }
        else if (_names[place] == null || !ReferenceEquals(_models[place], declared.Model))
        {
            _models[place] = declared.Model;
            _names[place] = RunModels.NameIn(declared.Model);
        }

        return _names[place];
    }

    private void Look(string name)
    {
        try
        {
            DateTime changed = File.GetLastWriteTimeUtc(_registry.ListOf(name));
            if (_seen.GetValueOrDefault(name) == changed)
            {
                return;
            }

            _seen[name] = changed;
            RegisteredModel model = _registry.Find(name);
            if (model.Promoted.Count > 0)
            {
                Take(model);
            }
        }
        catch (OnnxModelException fault)
        {
            _refused.Increment();
            _host.Log.Error($"the model '{name}' stays as it is: {fault.Code}: {fault.Message}");
        }
    }

    private void Take(RegisteredModel model)
    {
        int version = model.Promoted[^1];
        string reference = $"{model.Name}@{version}";
        string path = RunModels.PathOf(model.Name, version);
        foreach (StrategyInstance instance in _strategies.Instances)
        {
            InstanceDeclared declared = instance.Declared;
            if (!declared.ModelFollowed || RunModels.NameIn(declared.Model) != model.Name || declared.Model == path)
            {
                continue;
            }

            using JsonDocument patch = JsonDocument.Parse($$"""{ "id": {{instance.Id}}, "model": "{{reference}}" }""");
            byte[] answer = _desk.Declare(
                Name,
                new InstanceRequest
                {
                    Instance = patch.RootElement, By = model.Changes[^1].By, Reason = $"{reference} was promoted",
                },
                out bool isDone);
            (isDone ? _swaps : _refused).Increment();
            string said = System.Text.Encoding.UTF8.GetString(answer);
            if (isDone)
            {
                _host.Log.Info($"strategy instance {instance.Id} asks {reference} in place of {declared.Model}");
            }
            else
            {
                _host.Log.Error($"strategy instance {instance.Id} stays with {declared.Model}: {said}");
            }
        }
    }
}
