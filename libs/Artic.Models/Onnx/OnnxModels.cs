namespace Artic.Models.Onnx;

/// <summary>
/// The models of a process by their files, each loaded once however many instances ask it: a thousand sessions of one
/// model would push each other out of the cache. Owner of the models. Thread: the loop's, one instance after another.
/// </summary>
public sealed class OnnxModels : IDisposable
{
    /// <summary>Runs after loading: the first ones fetch code, weights and the library's own memory.</summary>
    private const int WarmRuns = 64;

    private readonly Dictionary<string, OnnxModel> _byPath = [];
    private readonly List<string> _digests = [];

    /// <summary>SHA-256 of each, in the order in which they were asked for first.</summary>
    public IReadOnlyList<string> Digests => _digests;

    /// <summary>The model, loaded and warm, where it is asked for the first time. Errors: as <see cref="OnnxModel.Load(string, IReadOnlyList{string}?)"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="given">Names of the features that will be given, the same for all who ask.</param>
    public OnnxModel Get(string path, IReadOnlyList<string> given)
    {
        if (!_byPath.TryGetValue(path, out OnnxModel? model))
        {
            model = OnnxModel.Load(path, given);
            for (int i = 0; i < WarmRuns; i++)
            {
                _ = model.TryRunAgain(out _);
            }

            _byPath.Add(path, model);
            _digests.Add(model.Sha256);
        }

        return model;
    }

    /// <summary>Runs each on the input that it has: code and weights stay in the cache. Allocates nothing.</summary>
    public void Rehearse()
    {
        foreach (OnnxModel model in _byPath.Values)
        {
            _ = model.TryRunAgain(out _);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OnnxModel model in _byPath.Values)
        {
            model.Dispose();
        }
    }
}
