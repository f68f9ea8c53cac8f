using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace DhcpNet.Shell;

/// <summary>Asks the person at the terminal. Where nobody can answer, a question is an error.</summary>
internal sealed class PromptReader(ITerminal terminal, bool canAsk)
{
    public string ReadLine(string prompt)
    {
        RequirePerson(prompt);
        LineResult line = new LineEditor(terminal, new History(), (_, _) => Completions.None).Read(prompt);
        return line.End == LineEnd.Cancelled ? throw new PipelineStoppedException() : line.Text;
    }

    public SecureString ReadSecret(string prompt)
    {
        RequirePerson(prompt);
        terminal.Write("\r" + prompt);
        var secret = new SecureString();
        while (true)
        {
            ConsoleKeyInfo key = terminal.ReadKey();
            if (key.Key == ConsoleKey.Enter || key.KeyChar is '\r' or '\n')
                break;
            if (key.Key == ConsoleKey.C && key.Modifiers.HasFlag(ConsoleModifiers.Control))
            {
                terminal.Write("^C\r\n");
                throw new PipelineStoppedException();
            }
            Apply(key, secret);
        }
        terminal.Write("\r\n");
        return secret;
    }

    public int Choice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RequirePerson(message);
        WriteHead(caption, message);
        string[] keys = [.. choices.Select(KeyOf)];
        string menu = string.Join("  ", choices.Select((c, i) => $"[{keys[i]}] {Name(c)}"));
        string hint = defaultChoice >= 0 ? $" (default is \"{keys[defaultChoice]}\")" : "";
        while (true)
        {
            string answer = ReadLine($"{menu}  [?] Help{hint}: ").Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
                return defaultChoice;
            if (answer == "?")
            {
                for (int i = 0; i < keys.Length; i++)
                    terminal.Write($"{keys[i]} - {choices[i].HelpMessage}\r\n");
            }
            for (int i = 0; i < keys.Length; i++)
            {
                if (answer.Equals(keys[i], StringComparison.OrdinalIgnoreCase) || answer.Equals(Name(choices[i]), StringComparison.OrdinalIgnoreCase))
                    return i;
            }
        }
    }

    public Dictionary<string, PSObject> Fields(string caption, string message, Collection<FieldDescription> descriptions)
    {
        RequirePerson(message);
        WriteHead(caption, message);
        var values = new Dictionary<string, PSObject>();
        foreach (FieldDescription description in descriptions)
            values[description.Name] = PSObject.AsPSObject(Field(description));
        return values;
    }

    public PSCredential Credential(string caption, string message, string? userName)
    {
        RequirePerson(message);
        WriteHead(caption, message);
        string user = string.IsNullOrEmpty(userName) ? ReadLine("User: ") : userName;
        return new PSCredential(user, ReadSecret($"Password for user {user}: "));
    }

    private object Field(FieldDescription description)
    {
        Type type = LanguagePrimitives.TryConvertTo(description.ParameterAssemblyFullName, out Type found) ? found : typeof(string);
        if (type == typeof(SecureString))
            return ReadSecret($"{description.Name}: ");
        if (type == typeof(PSCredential))
            return Credential("", "", null);
        if (type != typeof(string) && typeof(IList).IsAssignableFrom(type))
            return Elements(description.Name);
        return ReadLine($"{description.Name}: ");
    }

    private string[] Elements(string name)
    {
        var elements = new List<string>();
        while (true)
        {
            string element = ReadLine($"{name}[{elements.Count}]: ");
            if (element.Length == 0)
                return [.. elements];
            elements.Add(element);
        }
    }

    private void WriteHead(string caption, string message)
    {
        foreach (string text in new[] { caption, message })
        {
            if (!string.IsNullOrEmpty(text))
                terminal.Write(text.ReplaceLineEndings("\r\n") + "\r\n");
        }
    }

    private void RequirePerson(string question)
    {
        if (canAsk)
            return;
        string asked = string.IsNullOrWhiteSpace(question) ? "" : $" The question was: {question.ReplaceLineEndings(" ").Trim()}";
        throw new PSInvalidOperationException($"An answer is needed, but the session is not interactive.{asked}");
    }

    private static void Apply(ConsoleKeyInfo key, SecureString secret)
    {
        if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            secret.RemoveAt(secret.Length - 1);
        else if (!char.IsControl(key.KeyChar))
            secret.AppendChar(key.KeyChar);
    }

    private static string Name(ChoiceDescription choice) => choice.Label.Replace("&", "", StringComparison.Ordinal);

    private static string KeyOf(ChoiceDescription choice)
    {
        int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        return mark >= 0 && mark + 1 < choice.Label.Length ? choice.Label[(mark + 1)..(mark + 2)].ToUpperInvariant() : choice.Label;
    }
}
