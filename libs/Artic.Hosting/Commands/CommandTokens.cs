using System.Security.Cryptography;
using System.Text;
using Artic.Hosting.Options;

namespace Artic.Hosting.Commands;

/// <summary>
/// The tokens that a command may bear: the run's, which has no name, and those of named persons. Who it was is the token's
/// name, never what the request says. Thread: any.
/// </summary>
public sealed class CommandTokens
{
    private readonly byte[] _run;
    private readonly (string Name, byte[] Token)[] _named;

    /// <param name="run">The run's token. Errors: <see cref="ArgumentException"/> where it is empty.</param>
    /// <param name="named">Tokens by the names of their bearers.</param>
    public CommandTokens(string run, IReadOnlyDictionary<string, string>? named = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(run);
        _run = Encoding.UTF8.GetBytes(run);
        _named = [.. (named ?? new Dictionary<string, string>()).Select(each => (each.Key, Encoding.UTF8.GetBytes(each.Value)))];
    }

    /// <summary>
    /// Reads the tokens of persons from their files; those that are withheld from this service are nobody's here. Errors: <see cref="IOException"/>, <see cref="InvalidDataException"/> where
    /// one is empty, or is another's too: it would prove nothing.
    /// </summary>
    public static CommandTokens Read(string run, IReadOnlyDictionary<string, string> files)
    {
        Dictionary<string, string> named = [];
        foreach ((string name, string file) in files)
        {
            if (SecretFile.IsWithheld(file))
            {
                // This service was not given it, so that it cannot speak in that name elsewhere.
                continue;
            }

            string token = SecretFile.Read(file);
            if (token.Length == 0 || token == run || named.ContainsValue(token))
            {
                throw new InvalidDataException($"{file}: the token of {name} is empty, or another's too");
            }

            named.Add(name, token);
        }

        return new CommandTokens(run, named);
    }

    /// <summary>
    /// Who bears this token; null: nobody. A <see cref="CommandBearer"/> without a name bears the run's. Every token is looked
    /// at whole, so that time tells nothing.
    /// </summary>
    public CommandBearer? Find(string token)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(token);
        CommandBearer? found = CryptographicOperations.FixedTimeEquals(bytes, _run) ? new CommandBearer(null) : null;
        foreach ((string name, byte[] its) in _named)
        {
            found = CryptographicOperations.FixedTimeEquals(bytes, its) ? new CommandBearer(name) : found;
        }

        return found;
    }
}

/// <summary>Who bears a token.</summary>
/// <param name="Name">The person's name; null: the token is the run's, which anybody of it may have.</param>
public sealed record CommandBearer(string? Name)
{
    /// <summary>The name, or that of the way by which the run's token came.</summary>
    public string By(string way) => Name ?? way;
}
