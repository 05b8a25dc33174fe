using Artic.Streams.Steps;

namespace Artic.Models.Onnx;

/// <summary>
/// What a recurrent model (LSTM, GRU) remembers from one tick to the next, of one strategy instance; zeros at first. Each part is
/// there twice: the run reads one and writes the other, and they change places where the run was good. Owner: who asked the
/// model for it; it must not outlive the model. Thread: the model's.
/// </summary>
public sealed class RecurrentState : IDisposable
{
    private readonly NativeRow[] _one;
    private readonly NativeRow[] _other;
    private bool _isOther;

    internal RecurrentState(NativeRow[] one, NativeRow[] other) => (_one, _other) = (one, other);

    /// <summary>What the next run reads.</summary>
    internal NativeRow[] Now => _isOther ? _other : _one;

    /// <summary>What it writes.</summary>
    internal NativeRow[] Next => _isOther ? _one : _other;

    /// <summary>Forgets all: what came before a hole says nothing about what comes after. Allocates nothing.</summary>
    public void Reset()
    {
        foreach (NativeRow part in Now)
        {
            part.Clear();
        }
    }

    /// <summary>Writes every number of it.</summary>
    public void Save(StateWriter state)
    {
        state.Write(Now.Length);
        foreach (NativeRow part in Now)
        {
            double[] numbers = new double[part.Length];
            for (int i = 0; i < numbers.Length; i++)
            {
                numbers[i] = part[i];
            }

            state.WriteAll(numbers);
        }
    }

    /// <summary>Takes what one of the same model has saved.</summary>
    public void Load(StateReader state)
    {
        state.NeedCount(Now.Length);
        foreach (NativeRow part in Now)
        {
            double[] numbers = new double[part.Length];
            state.ReadAll(numbers);
            for (int i = 0; i < numbers.Length; i++)
            {
                part[i] = numbers[i];
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(_one, part => part.Dispose());
        Array.ForEach(_other, part => part.Dispose());
    }

    internal void Flip() => _isOther = !_isOther;
}
